"""A next-item model of the recipe online-retail-items in PyTorch: one side of `bench items`.

    python torch_items.py SHAPE REPEATS

SHAPE is batch size x longest history, 32x100 for instance. Sizes, lengths of histories, losses, clipping and
optimizer are those of the Java program; where the histories' items lie among the scores is worked out before
the clock starts. Threads: OMP_NUM_THREADS, else all processors.
"""
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional

ITEMS, TEXT_WIDTH, WIDTH, LAYERS, HEADS, DROPOUT = 3149, 384, 64, 2, 2, 0.2
WARM_UP = 8

shape = sys.argv[1]
batch_size, longest = map(int, shape.split("x"))
repeats = int(sys.argv[2])
torch.manual_seed(0)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.first = nn.Linear(WIDTH, 4 * WIDTH)
        self.second = nn.Linear(4 * WIDTH, WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states):
        sequences, length, width = states.shape
        parts = self.query_key_value(states).view(sequences, length, 3, HEADS, width // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        context = context.transpose(1, 2).reshape(sequences, length, width)
        states = self.norms[0](states + self.dropout(self.output(context)))
        inner = functional.gelu(self.first(states))
        return self.norms[1](states + self.dropout(self.second(inner)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("texts", functional.normalize(torch.randn(ITEMS, TEXT_WIDTH), dim=1))
        self.projection = nn.Linear(TEXT_WIDTH, WIDTH)
        self.ids = nn.Embedding(ITEMS, WIDTH)
        self.positions = nn.Embedding(longest, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.query = nn.Linear(WIDTH, WIDTH)
        self.bias = nn.Parameter(torch.zeros(ITEMS))
        self.repeat = nn.Parameter(torch.zeros(()))

    def forward(self, ids, cells, repeated):
        items = self.projection(self.texts) + self.ids.weight
        states = functional.embedding(ids, items) + self.positions.weight
        states = self.dropout(self.norm(states))
        for layer in self.layers:
            states = layer(states)
        query = self.query(states.view(-1, WIDTH)[cells])
        scores = query @ items.T + self.bias
        scores.view(-1).index_add_(0, repeated, (10 * self.repeat).expand(len(repeated)))
        return scores


ids = torch.zeros(batch_size, longest, dtype=torch.long)
cells, labels, repeated = [], [], []
for sequence in range(batch_size):
    shortest = longest // 2
    length = longest if batch_size == 1 else shortest + sequence * (longest - shortest) // (batch_size - 1)
    history = torch.randperm(ITEMS)[: length + 1]
    ids[sequence, :length] = history[:-1]
    for event in range(length):
        repeated.append(len(cells) * ITEMS + history[: event + 1])
        cells.append(sequence * longest + event)
        labels.append(history[event + 1])
cells, labels, repeated = torch.tensor(cells), torch.stack(labels), torch.cat(repeated)
net = Net()
optimizer = torch.optim.AdamW(net.parameters(), lr=2e-5, weight_decay=0.01)


def forward():
    net.eval()
    with torch.no_grad():
        return net(ids, cells, repeated).numpy()


def gradients():
    net.train()
    optimizer.zero_grad()
    functional.cross_entropy(net(ids, cells, repeated), labels).backward()


def step():
    gradients()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()


for name, work in (("forward", forward), ("forward+backward", gradients), ("step", step)):
    for _ in range(WARM_UP):
        work()
    milliseconds, processor = [], []
    for _ in range(repeats):
        start, processor_start = time.perf_counter(), time.process_time()
        work()
        processor.append(1000 * (time.process_time() - processor_start))
        milliseconds.append(1000 * (time.perf_counter() - start))
    milliseconds.sort()
    print(
        f"torch {shape} {name} min {milliseconds[0]:.1f} median {milliseconds[repeats // 2]:.1f}"
        f" processor {min(processor):.1f}"
    )
print(f"torch peak resident MB {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}")
