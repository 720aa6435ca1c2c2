import json, math, sys
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

folder = sys.argv[1] if len(sys.argv) > 1 else "."
session = onnxruntime.InferenceSession(folder + "/@FILE@")
model = json.loads(session.get_modelmeta().custom_metadata_map["taskweave"])
learned = json.load(open(folder + "/preprocessing.json"))
tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
tokenizer.no_padding()
tokenizer.no_truncation()
MAX_TOKENS, MAX_EVENTS, MAX_TOKENS_PER_EVENT = @MAX_TOKENS@, @MAX_EVENTS@, @MAX_TOKENS_PER_EVENT@
TEMPLATE = "@TEMPLATE@"


def index(values, value):
    return 0 if value is None else 2 + values.index(value) if value in values else 1


def categorical(name, event, rank, now_millis):
    if name == "action":
        return index(learned["actions"]["values"], event["action"])
    if name == "recencyRank":
        return min(rank, 64)
    if name == "timeGap":
        hours = max(0, now_millis - event["millis"]) / 3.6e6
        return min(32, 1 + int(2 * math.log1p(hours) / math.log(2)))
    value = event.get(name)
    return max(1, index(learned["categories"][name]["values"], value))


def numeric(name, event):
    value, scale = event.get(name), learned["numbers"][name]
    if value is None:
        return 0.0
    if scale["log1p"]:
        value = math.copysign(math.log1p(abs(value)), value)
    return max(-5.0, min(5.0, (value - scale["mean"]) / scale["deviation"]))


def text(event):
    words = TEMPLATE
    for name, value in event.items():
        words = words.replace("{" + name + "}", str(value))
    return " ".join(words.split())


def encode(history, now_millis):
    """One sequence from events, the oldest first: token ids, categorical and numeric channels."""
    kept, length = [], 2
    for rank, event in enumerate(reversed(history), 1):
        ids = tokenizer.encode(text(event), add_special_tokens=False).ids[:MAX_TOKENS_PER_EVENT]
        if not kept:
            ids = ids[: MAX_TOKENS - length]
        if len(kept) == MAX_EVENTS or length + len(ids) > MAX_TOKENS:
            break
        kept.insert(0, (rank, event, ids))
        length += len(ids)
    start, end = tokenizer.encode("").ids
    names, numbers = model["categoricalChannels"], model["numericChannels"]
    tokens, channels, values = [start], [[0] * len(names)], [[0.0] * len(numbers)]
    for rank, event, ids in kept:
        tokens += ids
        channels += [[categorical(n, event, rank, now_millis) for n in names]] * len(ids)
        values += [[numeric(n, event) for n in numbers]] * len(ids)
    return tokens + [end], channels + [[0] * len(names)], values + [[0.0] * len(numbers)]


def predict(sequences):
    """Scores of every task for encoded sequences."""
    rows, length = len(sequences), max(len(tokens) for tokens, _, _ in sequences)
    feed = {
        "tokenIds": np.zeros((rows, length), np.int64),
        "tokenTypeIds": np.zeros((rows, length), np.int64),
        "mask": np.zeros((rows, length), np.float32),
        "categoricalChannels": np.zeros((rows, len(model["categoricalChannels"]), length), np.int64),
        "numericChannels": np.zeros((rows, length, len(model["numericChannels"])), np.float32),
        "userFeatures": np.zeros((rows, len(model["userFeatures"])), np.float32),
    }
    for row, (tokens, channels, values) in enumerate(sequences):
        feed["tokenIds"][row, : len(tokens)] = tokens
        feed["mask"][row, : len(tokens)] = 1
        feed["categoricalChannels"][row, :, : len(tokens)] = np.array(channels).T
        feed["numericChannels"][row, : len(tokens)] = np.array(values).reshape(len(tokens), -1)
    wanted = [task["name"] for task in model["tasks"]]
    names = {port.name for port in session.get_inputs()}
    return dict(zip(wanted, session.run(wanted, {k: v for k, v in feed.items() if k in names})))


history = [{"action": "purchase", "text": "red mug", "millis": 1_317_000_000_000, "price": 2.5}]
for task, scores in predict([encode(history, now_millis=1_317_000_000_001)]).items():
    print(task, scores.tolist())
