"""`taskweave update` month by month: a stale model, the updated one, and one trained anew, on the same rows.

    python update_by_month.py --log online-retail.csv.gz --out FOLDER [--taskweave ./taskweave] [--epochs 2] [--set encoder.layers=1]

The first model has the log's first six months, December 2010 to May 2011: two cuts train, 2011-04-01 selects, 2011-05-01 tests.
Then each month's events arrive as a file. `update` goes on from the current version; `train` begins anew by the recipe and
cuts that the update used, with the first model's epochs; `evaluate` asks the first model. All three are measured on the test
cut that the update moved to, of which none has learned. Minutes are the processor's of whole commands, of a process each:
what else the machine does hardly changes them.
"""
import argparse
import collections
import csv
import gzip
import json
import pathlib
import re
import resource
import subprocess

parser = argparse.ArgumentParser()
parser.add_argument("--log", required=True)
parser.add_argument("--out", required=True, type=pathlib.Path)
parser.add_argument("--taskweave", default="./taskweave")
parser.add_argument("--recipe", default="model-zoo/recipes/online-retail-full.yaml")
parser.add_argument("--epochs", default="2", help="of an update")
parser.add_argument("--replay", default="0.3")
parser.add_argument("--first-epochs", default="8", help="of the first model and of each that is trained anew")
parser.add_argument("--set", action="append", default=[], help="of the recipe, for the first model and those that are trained anew")
options = parser.parse_args()
settings = [word for one in options.set for word in ("--set", one)]
out = options.out.resolve()
out.mkdir(parents=True)


def months():
    """The log cut into a file for each month of its events."""
    opened = gzip.open if options.log.endswith(".gz") else open
    rows = collections.defaultdict(list)
    with opened(options.log, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        time_column = header.index("InvoiceDate")
        for row in reader:
            rows[row[time_column][:7]].append(row)
    files = {}
    for month, of_month in sorted(rows.items()):
        files[month] = out / f"{month}.csv"
        with open(files[month], "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *of_month])
    return files


def run(*command):
    """Minutes of the processor that a command took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(out / "commands.log", "a") as log:
        log.write(" ".join(map(str, command)) + "\n")
        log.flush()
        subprocess.run([options.taskweave, *map(str, command)], stdout=log, stderr=log, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) / 60


def measured(evaluation):
    tasks = json.loads(pathlib.Path(evaluation).read_text())
    tasks = tasks["tasks"] if isinstance(tasks, dict) else tasks
    return {
        (task["task"], metric["name"]): metric
        for task in tasks
        for metric in task["metrics"]
        if metric["name"] == task["primaryMetric"]
    }


files = months()
early = [m for m in files if m < "2011-06"]
known = [files[m] for m in early]
cuts = "{train: [2011-02-01, 2011-03-01], dev: [2011-04-01], test: [2011-05-01]}"
listed = lambda paths: "data.files=[" + ", ".join(map(str, paths)) + "]"
bad = ["--quarantine", out / "quarantine"]
first = run("train", options.recipe, "--out", out / "first", "--set", listed(known), "--set", "examples.cuts=" + cuts,
            "--set", "training.epochs=" + options.first_epochs, *settings)
print(f"first model: {first:.1f} minutes\n", flush=True)
print("| month | task | metric | floor | stale | updated (95 % interval of updated - before) | promoted | anew | minutes updated | anew |")
print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
versions = out / "versions"
for month in (m for m in files if "2011-06" <= m <= "2011-11"):
    known.append(files[month])
    start_from = versions if versions.exists() else out / "first" / "bundle"
    before = {p.name for p in versions.glob("*.update.json")} if versions.exists() else set()
    # A month whose update was not promoted is news to the version that stayed current.
    news = known[len(early):]
    if versions.exists():
        current = json.loads((versions / "current.json").read_text())["version"]
        text = (versions / current / "recipe.yaml").read_text()
        news = [f for f in news if str(f) not in text]
    data = [word for f in news for word in ("--data", f)]
    updated = run("update", start_from, *data, "--out", versions, "--keep", "99", "--replay", options.replay,
                  "--set", "training.epochs=" + options.epochs, *bad)
    name = ({p.name for p in versions.glob("*.update.json")} - before).pop()
    report = json.loads((versions / name).read_text())
    recipe = (versions / name.replace(".update.json", "") / "recipe.yaml").read_text()
    moved = {part: re.search(rf"^    {part}: (\[.*?\])", recipe, re.M | re.S).group(1) for part in ("train", "dev", "test")}
    moved = "examples.cuts={" + ", ".join(f"{k}: {v}" for k, v in moved.items()) + "}"
    anew = run("train", options.recipe, "--out", out / f"anew-{month}", "--set", listed(known), "--set", moved,
               "--set", "training.epochs=" + options.first_epochs, *settings)
    run("evaluate", out / "first" / "bundle", *[w for f in known for w in ("--data", f)], "--set", moved,
        "--split", "test", "--out", out / f"stale-{month}.json", *bad)
    of_stale = measured(out / f"stale-{month}.json")
    of_anew = measured(out / f"anew-{month}" / "evaluation.json")
    for line in report["test"]:
        if line["primary"]:
            key = line["task"], line["metric"]
            floor = of_anew[key].get("floor")
            print(f"| {month} | {line['task']} | {line['metric']} | {'' if floor is None else f'{floor:.3f}'} "
                  f"| {of_stale[key]['value']:.3f} "
                  f"| {line['updated']:.3f} ({line['intervalLow']:+.3f} to {line['intervalHigh']:+.3f}) | {'yes' if report['promoted'] else 'no'} "
                  f"| {of_anew[key]['value']:.3f} | {updated:.2f} | {anew:.2f} |", flush=True)
