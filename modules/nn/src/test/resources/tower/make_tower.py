"""Writes Keras models and what they compute beside this script.

tower.h5 is a usual tower, certain.h5 the same without dropout, activations.h5 applies every
function that a tower may have, in a chain; repeating.h5, bounded.h5 and gelu.h5 are to be refused.

No Keras was available: the file is written with h5py in the structure in which Keras 2 saves a
Sequential model as HDF5 (attributes model_config, keras_version, backend; group model_weights with
layer_names, and a group with weight_names for each layer). The expected outputs are computed with
numpy in float64 from the float32 weights.

Needs h5py and numpy: python3 make_tower.py
"""

import json
import pathlib

import h5py
import numpy

FOLDER = pathlib.Path(__file__).parent
INPUTS = 16
TRAINING = {
    "loss": "mse",
    "metrics": None,
    "weighted_metrics": None,
    "loss_weights": None,
    "optimizer_config": {
        "class_name": "Adam",
        "config": {
            "name": "Adam",
            "learning_rate": 0.001,
            "decay": 0.0,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            "amsgrad": False,
        },
    },
}


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * numpy.where(x > 0, x, alpha * (numpy.exp(x) - 1))


FUNCTIONS = {
    "elu": lambda x: numpy.where(x > 0, x, numpy.exp(x) - 1),
    "selu": selu,
    "softsign": lambda x: x / (1 + numpy.abs(x)),
    "swish": lambda x: x * sigmoid(x),
    "tanh": numpy.tanh,
    "softplus": lambda x: numpy.log1p(numpy.exp(x)),
    "relu": lambda x: numpy.maximum(x, 0),
    "hard_sigmoid": lambda x: numpy.clip(0.2 * x + 0.5, 0, 1),
    "sigmoid": sigmoid,
    "linear": lambda x: x,
}


def dense(name, units, activation, first=False):
    config = {
        "name": name,
        "trainable": True,
        "dtype": "float32",
        "units": units,
        "activation": activation,
        "use_bias": True,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None,
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "bias_constraint": None,
    }
    if first:
        config["batch_input_shape"] = [None, INPUTS]
    return {"class_name": "Dense", "config": config}


def plain(kind, name, **settings):
    return {
        "class_name": kind,
        "config": {"name": name, "trainable": True, "dtype": "float32", **settings},
    }


def write(path, layers, weights):
    config = {"class_name": "Sequential", "config": {"name": "tower", "layers": layers}}
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config).encode("utf8")
        file.attrs["keras_version"] = b"2.4.0"
        file.attrs["backend"] = b"tensorflow"
        file.attrs["training_config"] = json.dumps(TRAINING).encode("utf8")
        group = file.create_group("model_weights")
        names = [layer["config"]["name"] for layer in layers]
        group.attrs["layer_names"] = [name.encode("utf8") for name in names]
        group.attrs["keras_version"] = b"2.4.0"
        group.attrs["backend"] = b"tensorflow"
        for name in names:
            layer = group.create_group(name)
            of_layer = weights.get(name, {})
            layer.attrs["weight_names"] = numpy.array(
                [f"{name}/{weight}:0".encode("utf8") for weight in of_layer], dtype="S64"
            )
            for weight, value in of_layer.items():
                layer.create_dataset(f"{name}/{weight}:0", data=value)


def main():
    random = numpy.random.default_rng(11)

    def draw(*shape):
        return random.normal(0, 0.5, shape).astype(numpy.float32)

    weights = {
        "dense": {"kernel": draw(INPUTS, 8), "bias": draw(8)},
        "dense_1": {"kernel": draw(8, 6), "bias": draw(6)},
    }
    layers = [
        dense("dense", 8, "relu", first=True),
        plain("Dropout", "dropout", rate=0.25, noise_shape=None, seed=None),
        dense("dense_1", 6, "linear"),
        plain("Activation", "activation", activation="tanh"),
    ]
    write(FOLDER / "tower.h5", layers, weights)
    layers[1] = plain("Activation", "identity", activation="linear")
    write(FOLDER / "certain.h5", layers, weights)

    inputs = random.normal(0, 1, (5, INPUTS)).astype(numpy.float32)
    as64 = {
        name: {key: value.astype(numpy.float64) for key, value in of_layer.items()}
        for name, of_layer in weights.items()
    }
    first = inputs.astype(numpy.float64) @ as64["dense"]["kernel"] + as64["dense"]["bias"]
    hidden = numpy.maximum(first, 0)
    outputs = numpy.tanh(hidden @ as64["dense_1"]["kernel"] + as64["dense_1"]["bias"])

    write(
        FOLDER / "activations.h5",
        [dense("dense", 8, "linear", first=True)]
        + [plain("Activation", f"activation_{name}", activation=name) for name in FUNCTIONS]
        + [plain("LeakyReLU", "leaky_re_lu", alpha=0.3), plain("Softmax", "softmax", axis=-1)],
        {"dense": weights["dense"]},
    )
    chain = first
    for function in FUNCTIONS.values():
        chain = function(chain)
    chain = numpy.where(chain > 0, chain, 0.3 * chain)
    chain = numpy.exp(chain) / numpy.exp(chain).sum(axis=1, keepdims=True)

    expected = {
        "inputs": inputs.astype(float).tolist(),
        "tower": outputs.tolist(),
        "activations": chain.tolist(),
    }
    (FOLDER / "expected.json").write_text(json.dumps(expected) + "\n")

    write(
        FOLDER / "repeating.h5",
        [dense("dense", 8, "relu", first=True), plain("RepeatVector", "repeat", n=3)],
        {"dense": weights["dense"]},
    )
    write(
        FOLDER / "bounded.h5",
        [
            dense("dense", 8, "linear", first=True),
            plain("ReLU", "re_lu", max_value=6.0, negative_slope=0.0, threshold=0.0),
        ],
        {"dense": weights["dense"]},
    )
    write(
        FOLDER / "gelu.h5", [dense("dense", 8, "gelu", first=True)], {"dense": weights["dense"]}
    )


if __name__ == "__main__":
    main()
