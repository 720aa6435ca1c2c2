const W = 760, LEFT = 220, RIGHT = 24, ROW = 26, TOP = 12;
function number(value, digits = 4) { return Number.isFinite(value) ? value.toFixed(digits) : "undefined"; }
function spread(mean, deviation) { return number(mean) + (Number.isFinite(deviation) ? " \u00b1 " + number(deviation) : ""); }
function kind(line) { return line.transfer === "negative transfer" ? "negative" : line.transfer === "helps" ? "positive" : ""; }
function table(box, id, header, rows, texts, classes) {
  const node = html("table");
  node.id = id;
  for (const [r, cells] of [header, ...rows].entries()) {
    const row = html("tr", undefined, r && classes ? classes[r - 1] : "");
    cells.forEach((cell, c) => row.append(html(r ? "td" : "th", cell, c < texts ? "text" : "")));
    node.append(row);
  }
  box.append(node);
}
function picture(box, id, lines) {
  const height = TOP + lines.length * ROW + 28;
  const svg = element("svg", { viewBox: `0 0 ${W} ${height}`, id, role: "img", "aria-label": `${lines[0].metric} of ${lines[0].task} by method` });
  const known = lines.flatMap(l => [...l.values, l.aloneMean, l.mean - l.spread, l.mean + l.spread]).filter(Number.isFinite);
  let low = Math.min(...known), high = Math.max(...known);
  if (!known.length) { low = 0; high = 1; }
  const margin = (high - low || 1) * 0.06;
  low -= margin; high += margin;
  const x = v => LEFT + (v - low) / (high - low) * (W - LEFT - RIGHT);
  const bottom = TOP + lines.length * ROW;
  svg.append(element("path", { class: "axis", d: `M${LEFT} ${bottom}H${W - RIGHT}` }));
  for (let i = 0; i <= 4; i++) {
    const value = low + (high - low) * i / 4;
    svg.append(element("text", { x: x(value), y: bottom + 18, "text-anchor": "middle" }, value.toPrecision(3)));
  }
  if (Number.isFinite(lines[0].aloneMean))
    svg.append(element("path", { class: "alone", d: `M${x(lines[0].aloneMean)} ${TOP}V${bottom}` }));
  lines.forEach((line, i) => {
    const y = TOP + (i + 0.5) * ROW;
    const group = element("g", { class: "method " + kind(line) });
    group.append(element("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, line.method));
    if (Number.isFinite(line.spread))
      group.append(element("path", { class: "spread", d: `M${x(line.mean - line.spread)} ${y}H${x(line.mean + line.spread)}` }));
    for (const value of line.values.filter(Number.isFinite)) {
      const point = element("circle", { class: "value", cx: x(value), cy: y, r: 4 });
      point.append(element("title", {}, `${line.method}: ${number(value)}`));
      group.append(point);
    }
    if (Number.isFinite(line.mean))
      group.append(element("path", { class: "mean", d: `M${x(line.mean)} ${y - 8}V${y + 8}` }));
    svg.append(group);
  });
  box.append(svg);
}
for (const split of ["dev", "test"]) {
  const ofSplit = data.lines.filter(line => line.split === split);
  for (const task of [...new Set(ofSplit.map(line => line.task))]) {
    const lines = ofSplit.filter(line => line.task === task);
    const box = html("section");
    box.append(html("h2", `${task}: ${lines[0].metric} ${lines[0].higherIsBetter ? "\u2191" : "\u2193"}, ${split} split`));
    document.getElementById("sections").append(box);
    picture(box, `${split}-${task}`, lines);
    table(box, `${split}-${task}-table`, ["method", "mean", "alone", "gain", "transfer"],
      lines.map(l => [l.method, spread(l.mean, l.spread), number(l.aloneMean), spread(l.gain, l.gainSpread), l.transfer]), 1, lines.map(kind));
  }
}
const times = html("section");
times.append(html("h2", "Time of a training step"), html("p", "Milliseconds, over the epochs after the first.", "note"));
document.getElementById("sections").append(times);
table(times, "times", ["method", "ms a step"], data.times.map(t => [t.method, Number.isFinite(t.secondsPerStep) ? (1000 * t.secondsPerStep).toFixed(1) : "undefined"]), 1);
document.body.dataset.drawn = "yes";
