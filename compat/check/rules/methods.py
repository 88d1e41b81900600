"""Methods of what TensorFlow 1.x and Keras 2 make: known by their names alone."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.uses import Use

# Names that no other library has.
_SURE = {
    "make_one_shot_iterator": "`for batch in dataset:`",
    "make_initializable_iterator": "`for batch in dataset:`",
    "string_handle": "`for batch in dataset:`",
}
# Of tensors and sessions, by the arguments that only theirs take.
_GIVEN = {
    "eval": (("feed_dict", "session"), "`keras.ops.convert_to_numpy(x)`"),
    "run": (("feed_dict", "fetches"), "`model(x)` or `model.train_on_batch(x, y)`"),
}
# Of models of Keras 2, and of its optimizers, in files that use Keras.
_KERAS = {
    "fit_generator": "`model.fit(generator)`",
    "evaluate_generator": "`model.evaluate(generator)`",
    "predict_generator": "`model.predict(generator)`",
    "predict_classes": "`model.predict(x).argmax(axis=-1)`",
    "predict_proba": "`model.predict(x)`",
}
_ARGUMENTS = {
    "nb_epoch": "`epochs=`",
    "samples_per_epoch": "`steps_per_epoch=`",
    "nb_val_samples": "`validation_steps=`",
}


def judge(name: str, use: Use, keras: bool) -> Verdict | None:
    """Answer for a method that is called; `keras`: whether the file uses Keras."""
    shown = f".{name}()"
    if name in _SURE:
        return Verdict(shown, "exact", _SURE[name], "", "methods")
    if name in _GIVEN:
        given, keras3 = _GIVEN[name]
        sure = bool(set(given) & set(use.keywords))
        plain = name == "eval" and not use.positional and not use.keywords
        if sure or plain:
            return Verdict(shown, "exact", keras3, "", "methods", sure)
    if keras and name in _KERAS:
        return Verdict(shown, "exact", _KERAS[name], "Keras 2", "methods")
    if keras and name in ("fit", *_KERAS):
        for argument in use.keywords:
            if argument in _ARGUMENTS:
                told = f".{name}({argument}=)"
                return Verdict(
                    told, "exact", _ARGUMENTS[argument], "Keras 2", "methods"
                )
    return None
