const COLOURS = ["#2463b4", "#c46a00", "#12834a", "#b3261e", "#7a3fb0", "#00808a", "#8a6d00", "#c2277b"];
const W = 520, H = 240, LEFT = 60, RIGHT = 16, TOP = 12, BOTTOM = 36;
const finite = Number.isFinite;
const number = v => finite(v) ? v.toFixed(4) : "undefined";
const colour = run => COLOURS[data.runs.filter(r => r.training).indexOf(run) % COLOURS.length];
const name = run => run.cells[0];

function named(run, kind) {
  const cell = html(kind);
  const key = html("span", "", "key");
  key.style.background = colour(run);
  cell.append(key, document.createTextNode(name(run)));
  return cell;
}
function section(title, note) {
  const box = html("section");
  box.append(html("h2", title));
  if (note) box.append(html("p", note, "note"));
  document.getElementById("sections").append(box);
  return box;
}
function table(box, id, header, rows) {
  const node = html("table");
  node.id = id;
  for (const [r, cells] of [header, ...rows].entries()) {
    const line = html("tr");
    for (const cell of cells)
      line.append(cell instanceof Node ? cell : html(r ? "td" : "th", cell, String(cell).length > 40 ? "long" : ""));
    node.append(line);
  }
  box.append(node);
}
function list() {
  const rows = data.runs.map(run => {
    const box = html("td");
    if (run.training) {
      const tick = html("input");
      tick.type = "checkbox";
      tick.checked = run.chosen;
      tick.setAttribute("aria-label", "lay " + name(run) + " beside the others");
      tick.onchange = () => { run.chosen = tick.checked; draw(); };
      box.append(tick);
    }
    return [box, ...(run.training ? [named(run, "td"), ...run.cells.slice(1)] : run.cells)];
  });
  table(document.getElementById("list"), "all-runs", ["", ...data.header], rows);
}
function differences(runs) {
  const paths = [...new Set(runs.flatMap(run => Object.keys(run.recipe)))];
  const rows = [];
  for (const path of paths) {
    const values = runs.map(run => run.recipe[path] ?? "");
    if (new Set(values).size > 1) rows.push([path, ...values]);
  }
  if (new Set(runs.map(run => run.data)).size > 1) rows.push(["(hash of the data)", ...runs.map(run => run.data)]);
  const box = section("Recipes", rows.length ? "The fields that they do not agree on." : "The recipes and the data are the same.");
  if (rows.length) table(box, "differences", ["field", ...runs.map(run => named(run, "th"))], rows);
}
function metrics(runs) {
  const keys = [...new Set(runs.flatMap(run => run.test.map(m => m.task + "\t" + m.name)))];
  if (!keys.length) return;
  const rows = keys.map(key => {
    const [task, metric] = key.split("\t");
    const values = runs.map(run => run.test.find(m => m.task === task && m.name === metric));
    const distinct = of => [...new Set(values.filter(m => m && finite(m[of])).map(m => number(m[of])))].join("/");
    return [task, metric, distinct("trivial"), distinct("floor"),
      ...values.map(m => !m ? "" : number(m.value) + (finite(m.low) ? ` [${number(m.low)}, ${number(m.high)}]` : ""))];
  });
  table(section("Test split", "With 95 % intervals. Where data or examples differ, the rows that were measured do, too."),
    "metrics", ["task", "metric", "trivial", "floor", ...runs.map(run => named(run, "th"))], rows);
}
function curve(box, id, title, lines) {
  const known = lines.flatMap(l => l.values).filter(finite);
  if (!known.length) return;
  let low = Math.min(...known), high = Math.max(...known);
  if (low === high) { low -= 0.5; high += 0.5; }
  const last = Math.max(2, ...lines.map(l => l.values.length));
  const x = i => LEFT + i / (last - 1) * (W - LEFT - RIGHT);
  const y = v => H - BOTTOM - (v - low) / (high - low) * (H - BOTTOM - TOP);
  const svg = element("svg", { viewBox: `0 0 ${W} ${H}`, id, role: "img", "aria-label": title });
  svg.append(element("path", { class: "axis", d: `M${LEFT} ${TOP}V${H - BOTTOM}H${W - RIGHT}` }));
  for (const v of [low, (low + high) / 2, high])
    svg.append(element("text", { x: LEFT - 6, y: y(v) + 4, "text-anchor": "end" }, v.toPrecision(3)));
  for (const i of [0, last - 1])
    svg.append(element("text", { x: x(i), y: H - BOTTOM + 16, "text-anchor": "middle" }, i + 1));
  svg.append(element("text", { x: (LEFT + W - RIGHT) / 2, y: H - 4, "text-anchor": "middle" }, title + " by epoch"));
  for (const line of lines) {
    const points = line.values.map((v, i) => [x(i), y(v), v]).filter(p => finite(p[2]));
    const path = element("path", { class: "curve", stroke: colour(line.run), d: points.map((p, i) => (i ? "L" : "M") + p[0].toFixed(1) + " " + p[1].toFixed(1)).join("") });
    path.append(element("title", {}, name(line.run)));
    svg.append(path);
    for (const p of points) {
      const dot = element("circle", { cx: p[0], cy: p[1], r: 2.6, fill: colour(line.run) });
      dot.append(element("title", {}, `${name(line.run)}: ${number(p[2])}`));
      svg.append(dot);
    }
  }
  box.append(svg);
}
function curves(runs) {
  const keys = [...new Set(runs.flatMap(run => run.epochs.flatMap(e => Object.entries(e.devMetrics).flatMap(([task, m]) => Object.keys(m).map(k => task + "\t" + k)))))];
  const grid = html("div", undefined, "grid");
  section("Dev split over the epochs").append(grid);
  curve(grid, "curve-objective", "objective", runs.map(run => ({ run, values: run.epochs.map(e => e.objective) })));
  for (const key of keys) {
    const [task, metric] = key.split("\t");
    curve(grid, `curve-${task}-${metric}`, `${task} ${metric}`,
      runs.map(run => ({ run, values: run.epochs.map(e => (e.devMetrics[task] ?? {})[metric]) })));
  }
}
function draw() {
  document.getElementById("sections").replaceChildren();
  const runs = data.runs.filter(run => run.chosen);
  if (!runs.length) return;
  if (runs.length > 1) differences(runs);
  metrics(runs);
  curves(runs);
}
list();
draw();
document.body.dataset.drawn = "yes";
