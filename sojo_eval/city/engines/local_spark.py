"""A Spark session on this machine: the right Java found, no network, few words. Only with the extra `spark`."""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

JAVA_VERSIONS = (17, 21)
"""Major versions of Java that Spark 4.0 runs on; newer ones have lost parts that it needs."""
_USUAL_PLACES = (
    "/usr/lib/jvm/*{version}*",
    "/opt/java/*{version}*",
    "/Library/Java/JavaVirtualMachines/*{version}*/Contents/Home",
    "C:/Program Files/*/*{version}*",
)

_ONLY_ERRORS = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = Spark: %m%n
logger.repl.name = org.apache.spark.repl.Main
logger.repl.level = error
"""


def spark_session(memory: str) -> Any:
    """The Spark session that is active, else a new local one with `memory` ("4GB"), which ends with Python.

    Raises SojoEvalError when PySpark or a Java that it runs on is missing, or when Spark does not start.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise SojoEvalError(
            "no-pyspark",
            Text("PySpark が入っていません", "PySpark is not installed"),
            Text('pip install "sojo-eval[spark]" を実行してください', 'Run: pip install "sojo-eval[spark]"'),
            exit_code=3,
        )
    sql = importlib.import_module("pyspark.sql")
    running = sql.SparkSession.getActiveSession()
    if running is not None:
        return running
    builder = sql.SparkSession.builder.master("local[*]").appName("sojo_eval")
    for key, value in _local_settings(memory).items():
        builder = builder.config(key, value)
    with _environment(JAVA_HOME=str(java_home()), SPARK_LOCAL_IP="127.0.0.1"):
        try:
            return builder.getOrCreate()
        except Exception as reason:
            raise SojoEvalError(
                "spark-did-not-start",
                Text(f"Spark を始められません（{type(reason).__name__}）", f"Spark did not start ({reason})"),
                Text(
                    "Java 17 が動くか、メモリーが足りるか（SOJO_EVAL_MEMORY）を確かめてください",
                    "Check that Java 17 runs and that there is memory enough (SOJO_EVAL_MEMORY)",
                ),
                exit_code=3,
            ) from reason


def _local_settings(memory: str) -> dict[str, str]:
    """Nothing listens beyond this machine, nothing is drawn over the terminal, nothing is left in the work folder."""
    aside = Path(tempfile.mkdtemp(prefix="sojo_eval_spark_"))  # readable by this person only
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    return {
        "spark.driver.memory": memory.removesuffix("B").lower(),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_log_settings(aside).as_uri()}",
        "spark.local.dir": str(aside),
        "spark.sql.warehouse.dir": (aside / "warehouse").as_uri(),
        "spark.sql.catalogImplementation": "in-memory",
        # The usual 200 parts are for clusters: here one a core, and small results are joined into one.
        "spark.sql.shuffle.partitions": str(os.cpu_count() or 2),
    }


def _log_settings(folder: Path) -> Path:
    """A file that lets only errors through; Spark's own lets warnings through while it starts."""
    path = folder / "log4j2.properties"
    path.write_text(_ONLY_ERRORS, encoding="utf-8")
    return path


def java_home() -> Path:
    """The folder of a Java that Spark runs on: JAVA_HOME, then `java` on the PATH, then the usual folders.

    Raises SojoEvalError naming what was found instead.
    """
    found: list[str] = []
    for home in _java_homes():
        version = java_version(home)
        if version in JAVA_VERSIONS:
            return home
        if version is not None:
            found.append(f"Java {version} ({home})")
    known = ", ".join(dict.fromkeys(found))
    raise SojoEvalError(
        "no-java",
        Text(
            "Spark に要る Java 17 が見つかりません" + (f"（見つかったもの: {known}）" if known else ""),
            "Java 17, which Spark needs, was not found" + (f" (found: {known})" if known else ""),
        ),
        Text(
            "Java 17 を入れ（例: apt install openjdk-17-jre-headless）、JAVA_HOME にその場所を書いてください",
            "Install Java 17 (e.g. apt install openjdk-17-jre-headless) and set JAVA_HOME to its folder",
        ),
        exit_code=3,
    )


def java_version(home: Path) -> int | None:
    """The major version of the Java in this folder; None where there is none that runs."""
    program = home / "bin" / ("java.exe" if os.name == "nt" else "java")
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(version[1]) if version else None


def _java_homes() -> Iterator[Path]:
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent
    for version in JAVA_VERSIONS:
        for place in _USUAL_PLACES:
            yield from map(Path, sorted(glob(place.format(version=version))))


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Environment variables for the start of a program, put back afterwards."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
