const W = 520, H = 260, LEFT = 64, RIGHT = 16, TOP = 12, BOTTOM = 40;
function section(title, note) {
  const box = html("section");
  box.append(html("h2", title), html("p", note, "note"));
  document.getElementById("sections").append(box);
  return box;
}
function short(value) {
  if (typeof value !== "number") return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size < 0.001 || size >= 100000 ? value.toExponential(1) : String(+value.toPrecision(4));
}
function scale(values, from, to) {
  const known = values.filter(Number.isFinite);
  let low = Math.min(...known), high = Math.max(...known);
  if (!known.length) { low = 0; high = 1; }
  if (low === high) { low -= 0.5; high += 0.5; }
  const map = v => from + (v - low) / (high - low) * (to - from);
  map.low = low; map.high = high;
  return map;
}
function ticks(map, count, whole) {
  const step = Math.pow(10, Math.floor(Math.log10((map.high - map.low) / count)));
  const nice = [1, 2, 5, 10].map(k => k * step).find(s => (map.high - map.low) / s <= count + 1);
  const size = whole ? Math.max(1, Math.round(nice)) : nice;
  const all = [];
  for (let i = Math.ceil(map.low / size - 1e-9); i * size <= map.high + 1e-9 * size; i++) all.push(+(i * size).toPrecision(10));
  return all;
}
function chart(box, id, xs, ys, xLabel, yLabel, wholeX) {
  const svg = element("svg", { viewBox: `0 0 ${W} ${H}`, id, role: "img", "aria-label": `${yLabel} by ${xLabel}` });
  const x = scale(xs, LEFT, W - RIGHT), y = scale(ys, H - BOTTOM, TOP);
  svg.append(element("path", { class: "axis", d: `M${LEFT} ${TOP}V${H - BOTTOM}H${W - RIGHT}` }));
  for (const tick of ticks(x, 7, wholeX))
    svg.append(element("text", { x: x(tick), y: H - BOTTOM + 16, "text-anchor": "middle" }, short(tick)));
  for (const tick of ticks(y, 5)) {
    svg.append(element("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, short(tick)));
    svg.append(element("path", { class: "axis", d: `M${LEFT} ${y(tick)}H${W - RIGHT}`, "stroke-opacity": 0.4 }));
  }
  svg.append(element("text", { x: (LEFT + W - RIGHT) / 2, y: H - 4, "text-anchor": "middle" }, xLabel));
  svg.append(element("text", { x: 14, y: (TOP + H - BOTTOM) / 2, "text-anchor": "middle", transform: `rotate(-90 14 ${(TOP + H - BOTTOM) / 2})` }, yLabel));
  box.append(svg);
  return { svg, x, y };
}
function mark(svg, x, y, trial, extra) {
  const node = trial.state === "complete"
    ? element("circle", { cx: x, cy: y, r: 4 })
    : element("path", { d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` });
  node.setAttribute("class", `mark ${trial.state}`);
  node.append(element("title", {}, `trial ${trial.number}, ${trial.state}` + (extra ? `: ${extra}` : "")));
  svg.append(node);
  if (trial.number === data.best)
    svg.append(element("circle", { cx: x, cy: y, r: 8, class: "best ring" }));
}
function path(points) {
  return points.map((p, i) => (i ? "L" : "M") + p[0].toFixed(2) + " " + p[1].toFixed(2)).join("");
}
function table(box, id, header, rows, textColumns, chosen) {
  const node = html("table");
  node.id = id;
  const head = html("tr");
  header.forEach((cell, i) => head.append(html("th", cell, i < textColumns ? "text" : "")));
  node.append(head);
  rows.forEach((row, r) => {
    const line = html("tr", undefined, chosen && chosen(r) ? "chosen" : "");
    row.forEach((cell, i) => line.append(html("td", cell, i < textColumns ? "text" : "")));
    node.append(line);
  });
  box.append(node);
}
const number4 = v => Number.isFinite(v) ? v.toFixed(4) : "undefined";

const measured = data.trials.filter(t => t.objectives.length);
const complete = data.trials.filter(t => t.state === "complete");
document.getElementById("summary").textContent =
  `${data.trials.length} trials: ${data.states}. ` +
  (data.best < 0 ? "No trial is complete." : `The chosen one is trial ${data.best}${data.rule}.`);

function bestSoFar() {
  const box = section("Best so far", `The best ${data.scoreName} on the dev split of all complete trials, over the study's running time.`);
  const done = [...complete].sort((a, b) => a.studySeconds - b.studySeconds);
  if (!done.length) return;
  const end = Math.max(...data.trials.map(t => t.studySeconds));
  const c = chart(box, "best-so-far", [0, end / 60], done.map(t => t.shown), "minutes", data.scoreName);
  let best = null;
  const points = [];
  for (const t of done) {
    const x = c.x(t.studySeconds / 60);
    if (best === null || (data.higher ? t.shown > best : t.shown < best)) {
      if (best !== null) points.push([x, c.y(best)]);
      best = t.shown;
    }
    points.push([x, c.y(best)]);
    mark(c.svg, x, c.y(t.shown), t, short(t.shown));
  }
  points.push([c.x(end / 60), c.y(best)]);
  c.svg.append(element("path", { class: "best", d: path(points) }));
}
function perTrial() {
  const box = section("Dev metric per trial", "Circles are complete trials, orange crosses pruned ones (with their value when they were pruned), red crosses at the bottom failed ones.");
  const grid = html("div", undefined, "grid");
  box.append(grid);
  data.objectives.forEach((objective, k) => {
    const c = chart(grid, `per-trial-${k}`, data.trials.map(t => t.number), measured.map(t => t.objectives[k]), "trial", objective.name, true);
    for (const t of data.trials) {
      if (t.objectives.length) mark(c.svg, c.x(t.number), c.y(t.objectives[k]), t, short(t.objectives[k]));
      else if (t.state === "failed") mark(c.svg, c.x(t.number), H - BOTTOM, t, t.errorLine);
    }
  });
}
function curves() {
  const box = section("Learning curves", "Each trial's first training, epoch by epoch on the dev split. Pruned ones are dashed and end in a cross; the chosen one is green.");
  const grid = html("div", undefined, "grid");
  box.append(grid);
  data.objectives.forEach((objective, k) => {
    const all = data.trials.flatMap(t => t.curve);
    if (!all.length) return;
    const c = chart(grid, `curves-${k}`, all.map(e => e.epoch), all.map(e => e.values[k]), "epoch", objective.name, true);
    for (const t of data.trials) {
      const points = t.curve.filter(e => Number.isFinite(e.values[k])).map(e => [c.x(e.epoch), c.y(e.values[k])]);
      if (!points.length) continue;
      const kind = t.number === data.best ? "best" : t.state === "pruned" ? "pruned" : "";
      const line = element("path", { class: `line curve ${kind}`, d: path(points) });
      line.append(element("title", {}, `trial ${t.number}, ${t.state}`));
      c.svg.append(line);
      const last = points[points.length - 1];
      if (t.state === "pruned") mark(c.svg, last[0], last[1], t);
      else if (points.length === 1) c.svg.append(element("circle", { cx: last[0], cy: last[1], r: 2, class: "complete" }));
    }
  });
}
function parallel() {
  const box = section("Parameters of all trials", `One line per complete trial across its values; the darker, the better its ${data.scoreName}. The chosen one is green.`);
  const axes = data.parameters.length + 1, step = 130, width = Math.max(680, 60 + step * axes), height = 300, top = 50, bottom = 270;
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, id: "parallel", role: "img", "aria-label": "parallel coordinates" });
  const place = i => 60 + i * (width - 120) / Math.max(1, axes - 1);
  const label = (x, name) => {
    const words = name.split(/(?<=\.)/);
    words.forEach((word, i) => svg.append(element("text", { x, y: 14 + 13 * i, "text-anchor": "middle" }, word)));
  };
  data.parameters.forEach((parameter, i) => {
    svg.append(element("path", { class: "axis", d: `M${place(i)} ${top}V${bottom}` }));
    label(place(i), parameter.name);
    parameter.ticks.forEach(t => svg.append(element("text", { x: place(i) + 5, y: bottom - t.unit * (bottom - top) + 4 }, t.text)));
  });
  const y = scale(complete.map(t => t.shown), data.higher ? bottom : top, data.higher ? top : bottom);
  svg.append(element("path", { class: "axis", d: `M${place(axes - 1)} ${top}V${bottom}` }));
  label(place(axes - 1), data.scoreName);
  [y.low, y.high].forEach(v => svg.append(element("text", { x: place(axes - 1) + 5, y: y(v) + 4 }, short(v))));
  for (const t of [...complete].sort((a, b) => a.score - b.score)) {
    const points = t.unit.map((u, i) => [place(i), bottom - u * (bottom - top)]);
    points.push([place(axes - 1), y(t.shown)]);
    const good = (bottom - y(t.shown)) / (bottom - top);
    const line = element("path", { class: `line trial-line ${t.number === data.best ? "best" : ""}`, d: path(points) });
    if (t.number !== data.best) line.setAttribute("style", `opacity:${(0.15 + 0.7 * good).toFixed(2)}`);
    line.append(element("title", {}, `trial ${t.number}: ${short(t.shown)}`));
    svg.append(line);
  }
  box.append(svg);
}
function importance() {
  const box = section("Parameter importance", data.importanceNote);
  if (!data.importance.length) return;
  const row = 26, height = row * data.importance.length + 30, left = 240;
  const svg = element("svg", { viewBox: `0 0 760 ${height}`, id: "importance", role: "img", "aria-label": "parameter importance" });
  const x = v => left + v * (720 - left);
  data.importance.forEach((p, i) => {
    const y = i * row + 4;
    svg.append(element("text", { x: left - 8, y: y + 14, "text-anchor": "end" }, p.name));
    svg.append(element("rect", { class: p.share > p.chance ? "bar" : "bar chance", x: left, y, width: Math.max(1, x(p.share) - left), height: row - 8 }));
    svg.append(element("path", { class: "threshold", d: `M${x(p.chance)} ${y - 2}v${row - 4}` }));
    svg.append(element("text", { x: Math.max(x(p.share), x(p.chance)) + 6, y: y + 14 }, p.share.toFixed(2)));
  });
  svg.append(element("text", { x: left, y: height - 6 }, "0"), element("text", { x: x(1) - 8, y: height - 6 }, "1"));
  box.append(svg);
}
function front() {
  if (data.objectives.length < 2) return;
  const box = section("Pareto front", "Complete trials that no other one beats in every objective are joined. The chosen point, ringed, is the one with the highest mean skill over the trivial baselines.");
  const grid = html("div", undefined, "grid");
  box.append(grid);
  for (let a = 0; a < data.objectives.length; a++) for (let b = a + 1; b < data.objectives.length; b++) {
    const c = chart(grid, `front-${a}-${b}`, complete.map(t => t.objectives[a]), complete.map(t => t.objectives[b]), data.objectives[a].name, data.objectives[b].name);
    const on = complete.filter(t => data.front.includes(t.number)).sort((s, t) => s.objectives[a] - t.objectives[a]);
    if (data.objectives.length === 2)
      c.svg.append(element("path", { class: "line", d: path(on.map(t => [c.x(t.objectives[a]), c.y(t.objectives[b])])) }));
    for (const t of complete) mark(c.svg, c.x(t.objectives[a]), c.y(t.objectives[b]), t, data.front.includes(t.number) ? "on the front" : "dominated");
  }
}
function verdict() {
  if (!data.comparison.length) return;
  const box = section("Found beside the default recipe", "Each task's primary metric with 95 % bootstrap intervals. The dev split chose the trial, so its dev values are optimistic; the test split was read once, at the end.");
  table(box, "comparison", ["split", "task", "metric", "found", "95 % interval", "default", "95 % interval", "trivial", "floor", "labels"],
    data.comparison.map(r => [r.split, r.task, r.metric + (r.higher ? " \u2191" : " \u2193"), number4(r.found), `${number4(r.foundLow)} to ${number4(r.foundHigh)}`,
      number4(r.byDefault), `${number4(r.defaultLow)} to ${number4(r.defaultHigh)}`, number4(r.trivial), number4(r.floor), String(r.labels)]), 3);
}
function transfer() {
  if (!data.differences.length) return;
  const box = section("Negative transfer", "The multi-task model beside each task searched and trained alone under the same budget, on the test split. The difference's 95 % interval is a paired bootstrap over the test examples; it does not include the chance of the search itself.");
  table(box, "transfer", ["task", "metric", "multi-task", "alone", "difference", "95 % interval", "labels", "verdict"],
    data.differences.map(r => [r.task, r.metric + (r.higher ? " \u2191" : " \u2193"), number4(r.multi), number4(r.single), number4(r.difference), `${number4(r.low)} to ${number4(r.high)}`, String(r.labels), r.verdict]), 2);
}
function trials() {
  const box = section("All trials", "With the values that were tried. Seeds and all digits are in the CSV that search --show FOLDER --csv FILE writes.");
  table(box, "trials", ["trial", "state", ...data.parameters.map(p => p.name), ...data.objectives.map(o => o.name), "epochs", "seconds"],
    data.trials.map(t => [String(t.number), t.state, ...t.values, ...data.objectives.map((o, k) => t.objectives.length ? number4(t.objectives[k]) + (Number.isFinite(t.spreads[k]) ? " \u00b1 " + number4(t.spreads[k]) : "") : ""), String(t.epochs), t.seconds.toFixed(1)]),
    2, r => data.trials[r].number === data.best);
  for (const t of data.trials.filter(t => t.error)) {
    const details = html("details");
    details.append(html("summary", `trial ${t.number} failed: ${t.errorLine}`), html("pre", t.error));
    box.append(details);
  }
}
[verdict, bestSoFar, perTrial, curves, parallel, importance, front, transfer, trials].forEach(draw => draw());
document.body.dataset.drawn = "yes";
