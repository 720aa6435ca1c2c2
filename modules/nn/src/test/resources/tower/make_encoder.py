"""Writes Keras models that read token ids, and what they compute, beside this script.

pooling.h5: Embedding, GlobalAveragePooling1D, Dense. lstm.h5: Embedding, LSTM, Dense.
states.h5: Embedding, LSTM with a state for each token. conv.h5 is to be refused.

As in make_tower.py, no Keras was available; the expected values are numpy's in float64, where
tokens behind a sequence's end (mask 0) do not count.

Needs h5py and numpy: python3 make_encoder.py
"""

import json
import pathlib

import numpy

from make_tower import dense, plain, sigmoid, write

FOLDER = pathlib.Path(__file__).parent
VOCABULARY, WIDTH, UNITS = 64, 5, 4


def embedding():
    return {
        "class_name": "Embedding",
        "config": {
            "name": "embedding",
            "trainable": True,
            "batch_input_shape": [None, None],
            "dtype": "float32",
            "input_dim": VOCABULARY,
            "output_dim": WIDTH,
            "embeddings_initializer": {
                "class_name": "RandomUniform",
                "config": {"minval": -0.05, "maxval": 0.05, "seed": None},
            },
            "embeddings_regularizer": None,
            "activity_regularizer": None,
            "embeddings_constraint": None,
            "mask_zero": True,
            "input_length": None,
        },
    }


def lstm(sequences):
    return {
        "class_name": "LSTM",
        "config": {
            "name": "lstm",
            "trainable": True,
            "dtype": "float32",
            "return_sequences": sequences,
            "return_state": False,
            "go_backwards": False,
            "stateful": False,
            "unroll": False,
            "time_major": False,
            "units": UNITS,
            "activation": "tanh",
            "recurrent_activation": "sigmoid",
            "use_bias": True,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "recurrent_initializer": {"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "unit_forget_bias": True,
            "kernel_regularizer": None,
            "recurrent_regularizer": None,
            "bias_regularizer": None,
            "activity_regularizer": None,
            "kernel_constraint": None,
            "recurrent_constraint": None,
            "bias_constraint": None,
            "dropout": 0.0,
            "recurrent_dropout": 0.0,
            "implementation": 2,
        },
    }


def recurrent(rows, weights, lengths):
    """States [B,T,UNITS]; Keras' gates are i, f, c, o; 0 behind a sequence's end."""
    kernel, inner, bias = weights["kernel"], weights["recurrent_kernel"], weights["bias"]
    states = numpy.zeros((rows.shape[0], rows.shape[1], UNITS))
    for row in range(rows.shape[0]):
        state, cell = numpy.zeros(UNITS), numpy.zeros(UNITS)
        for t in range(lengths[row]):
            i, f, c, o = numpy.split(rows[row, t] @ kernel + state @ inner + bias, 4)
            cell = sigmoid(f) * cell + sigmoid(i) * numpy.tanh(c)
            state = sigmoid(o) * numpy.tanh(cell)
            states[row, t] = state
    return states


def main():
    random = numpy.random.default_rng(12)

    def draw(*shape):
        return random.normal(0, 0.7, shape).astype(numpy.float32)

    weights = {
        "embedding": {"embeddings": draw(VOCABULARY, WIDTH)},
        "lstm": {
            "kernel": draw(WIDTH, 4 * UNITS),
            "recurrent_kernel": draw(UNITS, 4 * UNITS),
            "bias": draw(4 * UNITS),
        },
    }
    after_pooling = {"dense": {"kernel": draw(WIDTH, 3), "bias": draw(3)}}
    after_lstm = {"dense": {"kernel": draw(UNITS, 3), "bias": draw(3)}}
    average = plain("GlobalAveragePooling1D", "average", data_format="channels_last")
    write(
        FOLDER / "pooling.h5",
        [embedding(), average, dense("dense", 3, "tanh")],
        {**weights, **after_pooling},
    )
    dropped = plain("Dropout", "dropout", rate=0.5, noise_shape=None, seed=None)
    write(
        FOLDER / "lstm.h5",
        [embedding(), lstm(False), dropped, dense("dense", 3, "relu")],
        {**weights, **after_lstm},
    )
    write(FOLDER / "states.h5", [embedding(), lstm(True)], weights)
    convolution = plain(
        "Conv1D",
        "conv",
        filters=3,
        kernel_size=[2],
        strides=[1],
        padding="same",
        data_format="channels_last",
        dilation_rate=[1],
        activation="linear",
        use_bias=True,
        kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
        bias_initializer={"class_name": "Zeros", "config": {}},
        kernel_regularizer=None,
        bias_regularizer=None,
        activity_regularizer=None,
        kernel_constraint=None,
        bias_constraint=None,
    )
    write(
        FOLDER / "conv.h5",
        [embedding(), convolution],
        {**weights, "conv": {"kernel": draw(2, WIDTH, 3), "bias": draw(3)}},
    )

    ids = random.integers(1, VOCABULARY, (3, 6))
    lengths = [6, 1, 4]
    mask = numpy.array([[1 if t < length else 0 for t in range(6)] for length in lengths])
    as64 = {
        layer: {name: value.astype(numpy.float64) for name, value in of_layer.items()}
        for layer, of_layer in weights.items()
    }
    rows = as64["embedding"]["embeddings"][ids * mask]
    mean = (rows * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    kernel, bias = (after_pooling["dense"][n].astype(numpy.float64) for n in ("kernel", "bias"))
    states = recurrent(rows, as64["lstm"], lengths)
    last = numpy.stack([states[row, length - 1] for row, length in enumerate(lengths)])
    kernel2, bias2 = (after_lstm["dense"][n].astype(numpy.float64) for n in ("kernel", "bias"))
    expected = {
        "ids": (ids * mask).tolist(),
        "mask": mask.tolist(),
        "pooling": numpy.tanh(mean @ kernel + bias).tolist(),
        "lstm": numpy.maximum(last @ kernel2 + bias2, 0).tolist(),
        "states": states.tolist(),
    }
    (FOLDER / "encoders.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
