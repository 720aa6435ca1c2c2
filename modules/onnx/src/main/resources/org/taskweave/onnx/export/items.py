import json, math, sys
import numpy as np
import onnxruntime

folder = sys.argv[1] if len(sys.argv) > 1 else "."
session = onnxruntime.InferenceSession(folder + "/@FILE@")
model = json.loads(session.get_modelmeta().custom_metadata_map["taskweave"])
learned = json.load(open(folder + "/preprocessing.json", encoding="utf-8"))
items = [json.loads(line)["id"] for line in open(folder + "/catalog.jsonl", encoding="utf-8")]
row = {item: i for i, item in enumerate(items)}
UNKNOWN = len(items)  # an item that is not in the catalog
MAX_EVENTS, OBJECTIVE = @EVENTS_READ@, "@OBJECTIVE@"


def index(values, value):
    return 0 if value is None else 2 + values.index(value) if value in values else 1


def categorical(name, event, previous_millis):
    if name == "action":
        return index(learned["actions"]["values"], event["action"])
    if name == "timeGap":
        if previous_millis is None:
            return 32
        hours = max(0, event["millis"] - previous_millis) / 3.6e6
        return min(32, 1 + int(2 * math.log1p(hours) / math.log(2)))
    return max(1, index(learned["categories"][name]["values"], event.get(name)))


def numeric(name, event):
    value, scale = event.get(name), learned["numbers"][name]
    if value is None:
        return 0.0
    if scale["log1p"]:
        value = math.copysign(math.log1p(abs(value)), value)
    return max(-5.0, min(5.0, (value - scale["mean"]) / scale["deviation"]))


def share_basket(a, b):
    if a.get("basket") is None and b.get("basket") is None:
        return a["millis"] == b["millis"]
    return a.get("basket") == b.get("basket")


def encode(history, now_millis):
    """One sequence from events, the oldest first: ids, channels, baskets and where to predict."""
    events, previous = history[-MAX_EVENTS:], None
    if OBJECTIVE == "others":
        nearest = sorted(history, key=lambda event: abs(event["millis"] - now_millis))
        if len(history) > MAX_EVENTS:
            events = sorted(nearest[:MAX_EVENTS], key=lambda event: event["millis"])
    elif len(history) > MAX_EVENTS:
        previous = history[-MAX_EVENTS - 1]["millis"]
    ids, channels, values, baskets = [], [], [], []
    for t, event in enumerate(events):
        ids.append(row.get(event["item"], UNKNOWN))
        channels.append([categorical(n, event, previous) for n in model["categoricalChannels"]])
        values.append([numeric(n, event) for n in model["numericChannels"]])
        same = t > 0 and share_basket(events[t - 1], event)
        baskets.append(0 if t == 0 else baskets[-1] + (0 if same else 1))
        previous = event["millis"]
    if OBJECTIVE != "next":  # an empty token, or a mask, is what is predicted at
        ids.append(UNKNOWN + 1 if OBJECTIVE == "masked" else UNKNOWN)
        channels.append([0] * len(model["categoricalChannels"]))
        values.append([0.0] * len(model["numericChannels"]))
    return ids, channels, values, baskets


def memory(ids, baskets):
    """Which events the memory reads, newest first; only in models that have one."""
    kept, ages, count, size = [], [], [0, 0], 0
    for t in reversed(range(len(baskets))):
        before = 0 if baskets[t] == baskets[-1] else 1
        size += 1 - before
        if ids[t] < UNKNOWN and count[before] < (@IN_BASKET@, @BEFORE_BASKET@)[before]:
            kept.append(ids[t])
            ages.append(@HALF_AGES@ * before + min(@HALF_AGES@ - 1, (count[before] + 1).bit_length() - 1))
            count[before] += 1
    empty = @MEMORY_EVENTS@ - len(kept)
    size = min(@SIZES@ - 1, max(1, size).bit_length() - 1)
    return [0, size] + kept + [UNKNOWN] * empty + ages + [2 * @HALF_AGES@] * empty


def predict(sequences, candidates=None):
    """Scores of every task: a row for each sequence, or for each of its candidates (lists of ids)."""
    length = max(len(ids) for ids, _, _, _ in sequences)
    asked = [[None]] * len(sequences) if candidates is None else candidates
    count, rows = len(sequences), sum(len(items) for items in asked)
    names = {port.name for port in session.get_inputs()}
    feed = {
        "tokenIds": np.zeros((count, length), np.int64),
        "tokenTypeIds": np.zeros((count, length), np.int64),
        "mask": np.zeros((count, length), np.float32),
        "categoricalChannels": np.zeros((count, len(model["categoricalChannels"]), length), np.int64),
        "numericChannels": np.zeros((count, length, len(model["numericChannels"])), np.float32),
        "userFeatures": np.zeros((rows, len(model["userFeatures"])), np.float32),
    }
    labels, about, remembered = [], [], []
    for b, (ids, channels, values, baskets) in enumerate(sequences):
        feed["tokenIds"][b, : len(ids)] = ids
        feed["mask"][b, : len(ids)] = 1
        feed["categoricalChannels"][b, :, : len(ids)] = np.array(channels).T
        feed["numericChannels"][b, : len(ids)] = np.array(values).reshape(len(ids), -1)
        labels += [b * length + len(ids) - 1] * len(asked[b])
        about += [row.get(item, UNKNOWN) for item in asked[b]]
        if "memoryEvents" in names:
            remembered += [memory(ids, baskets)] * len(asked[b])
    feed["labelRows"] = np.array(labels, np.int64)
    feed["candidateRows"] = np.array(about, np.int64)
    feed["memoryEvents"] = np.array(remembered, np.int64)
    wanted = [task["name"] for task in model["tasks"]]
    return dict(zip(wanted, session.run(wanted, {k: v for k, v in feed.items() if k in names})))


history = [
    {"item": items[0], "action": "purchase", "millis": 1_317_000_000_000, "price": 2.5},
    {"item": items[-1], "action": "purchase", "millis": 1_317_000_360_000, "price": 1.0},
]
scores = predict([encode(history, now_millis=1_317_000_360_001)], [items[:3]])
for task in model["tasks"]:
    values = scores[task["name"]]
    if task["kind"] == "NextItem":
        best = np.argsort(-values[0], kind="stable")[:10]
        print(task["name"], [(items[i], float(values[0][i])) for i in best])
    else:
        print(task["name"], values.tolist())
