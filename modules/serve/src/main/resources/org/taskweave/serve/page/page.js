'use strict';

const find = id => document.getElementById(id);

/** An element with a text; texts are never read as HTML. */
function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  made.append(...children);
  return made;
}

async function call(path, body) {
  const headers = {'Content-Type': 'application/json'};
  if (find('token').value) {
    headers.Authorization = 'Bearer ' + find('token').value;
  }
  const response = await fetch(path, {
    method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body)});
  const answer = await response.json();
  if (response.status === 401) {
    find('token-label').hidden = false;
  }
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

/** Runs something and says what went wrong. */
async function tell(work) {
  try {
    find('message').textContent = '';
    await work();
  } catch (error) {
    find('message').textContent = error.message;
  }
}

async function listUsers() {
  const {users} = await call('v1/users?limit=30&prefix=' + encodeURIComponent(find('prefix').value));
  find('users').replaceChildren(...users.map(({user, events}) => {
    const button = element('button', user + ' (' + events + ')');
    button.onclick = () => {
      location.hash = encodeURIComponent(user);
    };
    return element('li', undefined, button);
  }));
  if (users.length === 0) {
    find('message').textContent = 'No such user is kept here: start the server with --log FILE.';
  }
}

function shown(value) {
  return typeof value === 'number' ? value.toPrecision(4) : String(value);
}

/** Rows of a task's prediction: a name and a value each. */
function rows(task, said) {
  return Object.entries(said).flatMap(([name, value]) => {
    if (Array.isArray(value)) {
      return [[task, value.map(each => each.item ?? each).slice(0, 3).join(', ')]];
    }
    return value !== null && typeof value === 'object'
      ? Object.entries(value).map(([part, number]) => [task + ' · ' + part, shown(number)])
      : [[task + ' · ' + name, shown(value)]];
  });
}

function eventRow(event) {
  return element('tr', undefined,
    element('td', event.time.slice(0, 16).replace('T', ' ')), element('td', event.action),
    element('td', event.text ?? event.item, element('small', event.item)));
}

function itemEntry(item) {
  const reasons = (item.reasons ?? []).map(reason => element('small',
    'because of ' + reason.action + ' ' + (reason.text ?? reason.item)
      + ' (+' + shown(reason.difference) + ')'));
  return element('li', (item.text ?? item.item) + ' ', element('small',
    item.item + ', score ' + shown(item.score)), ...reasons);
}

async function show(user) {
  document.title = user + ' – Taskweave';
  find('history').replaceChildren();
  find('predictions').replaceChildren();
  find('items').replaceChildren();
  const {events} = await call('v1/users/' + encodeURIComponent(user) + '/history');
  find('history').replaceChildren(...events.reverse().map(eventRow));
  const predicted = await call('v1/predict', {user});
  find('version').textContent = 'version ' + predicted.version;
  find('predictions').replaceChildren(...Object.entries(predicted.predictions)
    .flatMap(([task, said]) => rows(task, said))
    .map(cells => element('tr', undefined, ...cells.map(cell => element('td', cell)))));
  const {items} = await call('v1/explain', {user, top: 10});
  find('items').replaceChildren(...items.map(itemEntry));
}

/** The user that the address names behind its #. */
async function showNamed() {
  const user = decodeURIComponent(location.hash.slice(1));
  if (user) {
    await show(user);
  }
}

find('prefix').oninput = () => tell(listUsers);
find('token').onchange = () => tell(listUsers);
window.onhashchange = () => tell(showNamed);
tell(async () => {
  await listUsers();
  await showNamed();
});
