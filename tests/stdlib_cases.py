"""What scripts do with Python 3.6's standard library, and what comes out of it.

Run by Python 3.6 as it stands, and by `compat` as legacy code.
"""

import json
import sys
import warnings

# Each sets `r`, to something that JSON can hold.
CASES = [
    "import collections\nr = isinstance({}, collections.Mapping)",
    "from collections import Mapping, Sequence, OrderedDict\n"
    "r = [isinstance([], Sequence), issubclass(OrderedDict, Mapping)]",
    "import collections\nr = isinstance(len, collections.Callable)",
    "from collections import *\nr = sorted(OrderedDict(a=1))",
    "import collections\n"
    "class A(collections.MutableMapping):\n"
    "    def __init__(self): self.d = {}\n"
    "    def __getitem__(self, k): return self.d[k]\n"
    "    def __setitem__(self, k, v): self.d[k] = v\n"
    "    def __delitem__(self, k): del self.d[k]\n"
    "    def __iter__(self): return iter(self.d)\n"
    "    def __len__(self): return len(self.d)\n"
    "a = A(); a.update(b=1); r = dict(a)",
    "from collections import namedtuple\nr = namedtuple('P', 'x y', verbose=False)(1, 2)",
    "import inspect\ndef f(a, b=2, *c, **d): pass\nr = list(inspect.getargspec(f))",
    "from inspect import getargspec\nr = getargspec(lambda x: x).args",
    "import inspect\ndef f(a, b=2): pass\n"
    "r = inspect.formatargspec(*inspect.getargspec(f))",
    "import inspect\ndef f(a, *, b): pass\n"
    "try: inspect.getargspec(f)\nexcept ValueError as e: r = str(e)[:45]",
    "import inspect\nr = [hasattr(inspect, 'getargspec'), hasattr(inspect, 'nothing')]",
    "import inspect\nr = getattr(inspect, 'getargspec', None) is not None",
    "import time\na = time.clock(); r = time.clock() >= a",
    "from time import clock, sleep\nr = clock() >= 0",
    "from fractions import gcd, Fraction\nr = [gcd(12, 18), gcd(-12, 18), gcd(12, -18)]",
    "import fractions\nr = fractions.gcd(0, -5)",
    "import imp, sys\nm = imp.new_module('m'); imp.reload(json)\nr = [m.__name__]",
    "import imp\nf, path, d = imp.find_module('json')\nr = [f, d[2] == imp.PKG_DIRECTORY]",
    "from distutils.version import LooseVersion, StrictVersion\n"
    "r = [LooseVersion('1.10.0') > LooseVersion('1.9'), LooseVersion('1.15') >= '1.2',\n"
    "     StrictVersion('1.2a1') < '1.2', str(StrictVersion('1.2.0')),\n"
    "     LooseVersion('1.15.5rc1').version, LooseVersion('1.2') == '1.2']",
    "import distutils.version\n"
    "r = distutils.version.LooseVersion('2.0') < distutils.version.LooseVersion('10')",
    "from distutils.util import strtobool\nr = [strtobool('Yes'), strtobool('off')]",
    "import distutils.util as u\ntry: u.strtobool('x')\nexcept ValueError as e: r = str(e)",
    "from distutils.spawn import find_executable\nr = find_executable('no such program')",
    "import os, tempfile\nfrom distutils.dir_util import copy_tree, mkpath, remove_tree\n"
    "d = tempfile.mkdtemp(); mkpath(d + '/a/b'); open(d + '/a/b/c', 'w').close()\n"
    "r = [len(copy_tree(d + '/a', d + '/e')), os.path.isfile(d + '/e/b/c')]\n"
    "remove_tree(d); r.append(os.path.exists(d))",
    "import random\nrandom.seed(1); r = random.sample({1, 2, 3, 4, 5, 6}, 3)",
    "import random\nrandom.seed(1); r = random.sample(range(100), 3)",
    "import random\nrandom.seed(1); r = list(range(5)); random.shuffle(r, random.random)",
    "from random import shuffle, seed\nseed(1); r = list(range(5)); shuffle(r, lambda: 0.1)",
    "import random\nrandom.seed(1); r = [random.randint(1, 6.0), random.randrange(10.0)]",
    "import random\nrandom.seed((1, 2)); r = random.random() < 1",
    "import math\nr = math.factorial(5.0)",
    "import json\nr = json.loads('[1]', encoding='utf-8')",
    "from json import loads\nr = loads('{}', encoding='utf-8')",
    "import asyncio\n@asyncio.coroutine\ndef f(x):\n"
    "    y = yield from asyncio.sleep(0, x)\n    return y\n"
    "loop = asyncio.new_event_loop()\nr = loop.run_until_complete(f(3)); loop.close()",
    "import asyncio\n@asyncio.coroutine\ndef f(x): return x\n"
    "loop = asyncio.new_event_loop()\nr = loop.run_until_complete(f(3)); loop.close()",
    "import asyncio\nasync def f(): return 4\n"
    "loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)\n"
    "@asyncio.coroutine\ndef g(): return (yield from asyncio.async(f()))\n"
    "r = loop.run_until_complete(g()); loop.close()",
    "def f(a, async=1): return a + async\nr = [f(1), f(1, async=2), 'async']",
    "import base64\nr = base64.encodestring(b'abc').decode()",
    "from base64 import decodestring\nr = decodestring(b'YWJj').decode()",
    "import cgi\nr = [cgi.escape('<a b=\"c\">'), cgi.escape('<\"', True)]",
    "import cgi\nr = list(cgi.parse_header('text/html; charset=utf-8'))",
    "from html.parser import HTMLParser\nr = HTMLParser().unescape('&lt;a&gt;')",
    "import xml.etree.ElementTree as E\ne = E.fromstring('<a><b/><c/></a>')\n"
    "r = [[x.tag for x in e.getchildren()], [x.tag for x in e.getiterator()]]",
    "from xml.etree import cElementTree as E\nr = E.fromstring('<a/>').tag",
    "import os\nr = os.errno.ENOENT",
    "from os import errno, path\nr = errno.ENOENT",
    "import platform\nr = len(platform.linux_distribution())",
    "import plistlib, io\nb = plistlib.writePlistToBytes({'a': 1})\n"
    "r = plistlib.readPlistFromBytes(b)",
    "import plistlib, tempfile\nf = tempfile.mktemp(); plistlib.writePlist([1], f)\n"
    "r = plistlib.readPlist(f)",
    "import array\na = array.array('b', b'ab'); a.fromstring(b'c'); r = a.tostring().decode()",
    "import threading\nt = threading.Thread(target=len, args=('a',)); t.start(); t.join()\n"
    "r = t.isAlive()",
    "import threading\n"
    "class T(threading.Thread):\n    def isAlive(self): return 'mine'\nr = T().isAlive()",
    "import gettext\nr = gettext.translation('no', fallback=True, codeset='u').gettext('a')",
    "import typing\nr = typing.io.TextIO is typing.TextIO",
    "import logging\nr = callable(logging.warn)",
    "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n"
    "        self.assertEquals(1, 1); self.assertItemsEqual = self.assertCountEqual\n"
    "        self.assert_(1); self.failUnless(1); self.assertRegexpMatches('ab', 'a')\n"
    "        self.assertAlmostEquals(1.0, 1.0); self.assertNotEquals(1, 2)\n"
    "        self.assertDictContainsSubset({'a': 1}, {'a': 1, 'b': 2})\n"
    "        with self.assertRaisesRegexp(ValueError, 'x'): raise ValueError('x')\n"
    "s = unittest.makeSuite(T); o = unittest.TestResult(); s.run(o)\n"
    "r = [o.testsRun, o.failures, o.errors]",
    "import configparser, io\nc = configparser.SafeConfigParser()\n"
    "c.readfp(io.StringIO('[a]\\nb = 1'))\nr = c.getint('a', 'b')",
    "from configparser import SafeConfigParser as P\nr = P().sections()",
    "import locale\nr = locale.format('%.2f', 1.5)",
    "import pipes\nr = pipes.quote('a b')",
    "from pipes import quote\nr = quote('a')",
    "import imghdr\n"
    "r = [imghdr.what(None, b'\\x89PNG\\r\\n\\x1a\\n'), imghdr.what(None, b'GIF89a'),\n"
    "     imghdr.what('', b'xxxxxxJFIF'), imghdr.what(None, b'nothing at all')]",
    "import traceback\ntry: 1 / 0\nexcept ZeroDivisionError as e:\n"
    "    r = traceback.format_exception_only(etype=type(e), value=e)",
    "import sys\nsys.setcheckinterval(100); r = sys.getcheckinterval()",
    "import calendar\nr = calendar.January",
    "import dummy_threading\nr = hasattr(dummy_threading, 'Thread')",
    "import importlib\nr = importlib.find_loader('json') is not None",
    "import tempfile\nf = tempfile.mktemp(); open(f, 'wb').write(b'a\\r\\nb')\n"
    "r = open(f, 'rU').read()",
    "import tempfile, io\nf = tempfile.mktemp(); open(f, 'w').close()\n"
    "r = [io.open(f, mode='U').read(), open(f, 'rU', encoding='utf-8').mode in ('r', 'rU')]",
    "r = sum([0.1] * 10)",
    "m = __import__('distutils.version'); r = m.version.LooseVersion('1') < '2'",
    "import importlib\nr = importlib.import_module('distutils.util').strtobool('1')",
    "space = {}\nexec('from collections import Mapping\\nr = 1', space)\nr = space['r']",
    "import pickle, collections\nr = pickle.loads(pickle.dumps(collections.OrderedDict(a=1)))",
    "import pickle\nb = b'cdistutils.version\\nLooseVersion\\n.'\nr = pickle.loads(b).__name__",
    "import pickle, io\nb = io.BytesIO(b'cdistutils.version\\nLooseVersion\\n.')\n"
    "r = pickle._Unpickler(b).load().__name__",
    "import pydoc\nr = pydoc.locate('distutils.version.LooseVersion').__name__",
]


def results(run):
    """What each case gives."""
    found = []
    for case in CASES:
        space = {"json": json, "__name__": "case"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                run(case, space)
                found.append(space["r"])
            except Exception as error:
                found.append("%s: %s" % (type(error).__name__, error))
    return found


if __name__ == "__main__":
    json.dump(results(exec), sys.stdout, indent=1)
