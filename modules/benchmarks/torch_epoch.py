"""One epoch as tutorials do it in PyTorch: every sequence padded to one length, every weight trained.

    python torch_epoch.py SEQUENCES [LENGTH] [BATCH] [THREADS]

An encoder of MiniLM-L6's sizes with random weights, four heads (binary, binary, regression, four classes),
AdamW. Prints the seconds of the epoch. Timings depend on shapes alone, so tokens and labels are random.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

sequences = int(sys.argv[1])
length = int(sys.argv[2]) if len(sys.argv) > 2 else 128
batch_size = int(sys.argv[3]) if len(sys.argv) > 3 else 32
torch.set_num_threads(int(sys.argv[4]) if len(sys.argv) > 4 else 2)
torch.manual_seed(0)

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        layer = nn.TransformerEncoderLayer(
            HIDDEN, HEADS, INNER, dropout=0.1, activation="gelu", batch_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
        self.heads = nn.ModuleList(nn.Linear(HIDDEN, width) for width in (1, 1, 1, 4))

    def forward(self, ids, mask):
        states = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1])))
        states = self.encoder(states, src_key_padding_mask=~mask)
        weights = mask[:, :, None].float()
        pooled = (states * weights).sum(1) / weights.sum(1)
        return [head(pooled) for head in self.heads]


net = Net()
optimizer = torch.optim.AdamW(net.parameters(), lr=2e-5)
batches = (sequences + batch_size - 1) // batch_size
start = time.perf_counter()
for _ in range(batches):
    ids = torch.randint(1000, 20000, (batch_size, length))
    mask = torch.arange(length)[None, :] < torch.randint(8, length + 1, (batch_size, 1))
    first, second, third, fourth = net(ids, mask)
    binary = torch.rand(2, batch_size, 1).round()
    loss = (
        functional.binary_cross_entropy_with_logits(first, binary[0])
        + functional.binary_cross_entropy_with_logits(second, binary[1])
        + functional.mse_loss(third, torch.randn(batch_size, 1))
        + functional.cross_entropy(fourth, torch.randint(0, 4, (batch_size,)))
    )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
seconds = time.perf_counter() - start
print(f"torch epoch: {sequences} sequences, {batches} steps of {batch_size}x{length}: {seconds:.1f} s")
