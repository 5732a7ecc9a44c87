"""Words of a Chinese text, by jieba's dictionary."""

import functools
import warnings
from collections.abc import Iterator

with warnings.catch_warnings():
    # jieba 0.42 writes its patterns without raw strings, which Python reports while compiling it.
    warnings.simplefilter("ignore")
    import jieba


def words(run: str) -> Iterator[str]:
    """Words of a run of Chinese characters, finer ones inside longer ones included."""
    found: Iterator[str] = _segmenter().cut_for_search(run, HMM=False)
    return found


def parts(run: str) -> Iterator[str]:
    """The words that a run of Chinese characters is made of, one behind the other."""
    found: Iterator[str] = _segmenter().cut(run, HMM=False)
    return found


@functools.cache
def _segmenter() -> "jieba.Tokenizer":
    """The dictionary, read once per process (about half a second).

    jieba's own start would keep a cache under a guessable name in the shared temporary folder and load code
    objects from it, so the dictionary is read from the package each time.
    """
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    return segmenter
