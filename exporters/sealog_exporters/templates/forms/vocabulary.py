"""Common words of messages, units, names of days, and well-known error texts.

The words are common ones of logging statements in any program; none is the name of a person, a product or a host.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["DATES", "ERRORS", "STATES", "UNITS", "WORDS", "error_length", "is_wording", "words"]


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


WORDS: Final = words("""
a aborted aborting about above accept accepted accepting access ack acknowledged acquire acquired action active actual
add added adding address addresses after again against agent alarm all allocate allocated allocation allow allowed
allowing already also although always an and another any anything api append application applied apply applying
archive are argument arguments around as assertion assign assigned assuming asynchronous at attach attached attempt
attempts attribute auth authenticate authenticated authentication authorization auto automatic automatically available
avoid aware away back backend background backup bad batch be because become becoming been before begin beginning
behind being below between bind binding block blocked blocks body both bound broken broker buffer buffers build
building but by bytes cache cached call callback called calling can can't cancel canceled canceling cancelled
candidate cannot capacity case catch cause caused cert certificate change changed changes changing channel check
checked checking checkpoint checks checksum child class clean cleaned cleaning cleanup clear cleared client clients
close closed closing cluster code collection collector column command commands commit commits committed common
compaction compare compatible complete completed component compute computed concurrent condition config configuration
configurations configure configured conflict connect connected connecting connection connections consider consumer
contact contain container contains content contents context continue continuing control controller convert converted
copied copy core corrupt corrupted corruption could couldn't count counter cpu crashed create created creates creating
creation credentials current currently cursor custom data database datacenter date db dead deadline debug decode
decoded default defaults defined definition delay delete deleted deleting deletion denied dependency deprecated
descriptor deserialize destination destroy destroyed detach detect detected detection determine device did didn't
differ different direct directory disable disabled disconnect disconnected discovered discovery disk dispatch do does
doesn't don't done down download downloaded downloading driver drop dropped dropping due duplicate duration during
each early either election element elements else empty enable enabled encode encoding encountered end ended endpoint
endpoints enough ensure enter entering entries entry environment equal error errors establish established etc evaluate
evaluating event events every exceed exceeded except exception exceptions exclude executable execute executed
executing execution executor exist existed existing exists exit exited exiting expect expected expiration expire
expired explicitly export exporter extension external extra extract fail failed failing failover fails failure
failures fall fallback falling false fatal feature fetch fetched fetching few field fields file files filesystem
filter filtered filters final finally find finish finished finishing first fix flag flush flushed flushing follower
following for force forced forcing foreign format forward found frame free from full fully function further future gap
garbage general generate generated generating generation get getting give given giving global go going good got
graceful gracefully granted greater group groups grow had handle handled handler handling handshake hard has have
having header headers health healthy heap heartbeat held help high higher history hold holding hook host hosts how
however http id identifier idle ids if ignore ignored ignoring illegal image immediately import in inactive include
included including incoming incompatible incomplete inconsistent incorrect increase index indexes indices info
information init initial initialization initialize initialized initializing initiated input insert inserted inside
install installed instance instances instead insufficient integer interface internal interrupted interval into invalid
invoke is isn't issue issued it item items its job jobs join joined just keep keeping kernel key keys kill killed kind
know known label last late latency latest leader leadership leak lease least leave leaving left legacy length less
level library likely limit limiter limiting limits line lines link list listed listen listener listening live load
loaded loader loading local location lock locked locks log logged logging login long longer look loop lost low lower
made main make makes making malformed manager manifest manual many map mapping mark marked master match matched
matches matching max maximum may maybe means member members memory merge merged message messages metadata method
metric metrics might migration min minimum mismatch missed missing mode modification modified modify module more most
mount mounted move moved moving much multiple must name named names namespace near need needed needs negative network
never new newer next no node nodes non none nor normal not note nothing notice notification notify now null number
object objects obtain occurred of off offline offset old older on once one online only open opened opening operation
operations option optional options or order orphaned other otherwise our out output outside over overflow overridden
override own owner package packet page parameter parameters parent parse parsed parser parsing part partial partition
partitions pass passed password patch path paths pause paused peer peers pending per perform performed performing
period periodic permission persist pid ping place please plugin point policy poll pool port position possible possibly
prefix prepare prepared preparing present prevent previous previously primary print prior priority private problem
proceed proceeding process processed processes processing producer profile progress promote propagate properly
properties property proposal protocol provide provided provider proxy public publish published publishing pull purge
push put query queue queued queues quit quorum quota raised range rate rather raw re reach reached read reader reading
ready real reason rebalance receive received receiver receiving recent recommended reconnect reconnecting record
recorded records recover recovered recovering recovery redirect redo reduce reference refresh refreshed refreshing
refused regenerate region register registered registering registration registry reject rejected rejecting relative
release released releasing reload reloaded reloading remaining remote removal remove removed removes removing rename
renamed reopen repair repeated replace replaced replacing replica replicas replication reply report reported reporting
repository request requested requesting requests require required requires reset resetting resize resolve resolved
resolver resolving resource resources respond response restart restarted restarting restore restored result results
resume resumed resuming retain retained retried retries retrieve retrieved retrieving retry retrying return returned
returning returns revoked right role roles rollback root rotate route router row rows rule rules run running runtime
safe same save saved saving scan scanned scanning schedule scheduled scheduler scheduling schema scope script search
second seconds section security see seek seem seems seen segment segments select selected selecting send sender
sending sends sent sequence serve server servers service services serving session sessions set sets setting settings
setup several shard shards shared shell short should shut shutdown shutting signal signature signed silently similar
simple since single size skip skipped skipping slave sleep slot slow small smaller snapshot snapshots so socket some
something sort source space span spawn specific specified specify split stale standalone start started starting
startup state static statistics status step still stop stopped stopping storage store stored stores storing stream
streams string strings structure sub subscribe subscribed subscriber subscription success successful successfully such
sufficient support supported supports suspend switch switched switching symlink sync synced synchronize system table
tables take taken taking target task tasks template temporarily temporary term terminate terminated terminating
termination test than that the their them then there therefore these they this thread threads threshold through throw
time timed timeout timer timestamp to together token too top topic total trace track traffic transaction transactions
transfer transform transient transition transport treat treating tree tried trigger triggered triggering true truncate
truncated trust trusted try trying two type types unable unauthorized unavailable undefined under unexpected unhandled
unhealthy unique unit unknown unless unlock unrecognized unregister unregistered unsupported until up update updated
updates updating upgrade upgraded upgrading upload uploaded upstream usage use used user users uses using usually
valid validate validated validation value values variable verification verified verify version versions via view
virtual volume wait waited waiting wakeup want warning warnings was watch watcher watching we were what when where
whether which while who whole why will window with within without won't word work worker workers working works would
write writer writes writing written wrong yes yet you your zero
""")

UNITS: Final = words("ns us µs ms s sec secs msec h min b kb mb gb tb kib mib gib byte % mbps kbps hz mhz ghz ops qps")
"""Behind a number they belong to it."""

DATES: Final = words(
    "mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec am pm utc gmt cet cest est pst pdt edt"
)
"""Beside a number they belong to it."""

STATES: Final = words("true false yes no none null nil unknown on off enabled disabled active inactive open closed")
"""Two of these in one place make it a value."""

_ERROR_TEXTS: Final = (
    "connection refused|connection reset by peer|connection reset|connection timed out|connection aborted"
    "|connection closed|no such file or directory|no such host|no such process|no such device|permission denied"
    "|access is denied|access denied|broken pipe|i/o timeout|i/o error|io error|input/output error"
    "|context deadline exceeded|context canceled|unexpected eof|eof|end of file|end of stream"
    "|unexpected end of json input|unexpected end of file|timed out|operation timed out|timeout"
    "|no space left on device|resource temporarily unavailable|too many open files|file exists|not a directory"
    "|is a directory|directory not empty|invalid argument|bad file descriptor|address already in use"
    "|cannot assign requested address|network is unreachable|no route to host|host is down"
    "|operation not permitted|operation not supported|cannot allocate memory|out of memory|device or resource busy"
    "|read-only file system|interrupted system call|success|not found|does not exist"
    "|transport endpoint is not connected|name or service not known|temporary failure in name resolution"
    "|use of closed network connection|bad certificate|certificate has expired|null|none|nil|unknown|unknown error"
)

ERRORS: Final = tuple(tuple(text.split()) for text in _ERROR_TEXTS.split("|"))
"""Texts of errno(3) and of the network libraries of several languages; behind a colon or a value they are values."""

_BY_FIRST: Final[dict[str, list[tuple[str, ...]]]] = {}
for _error in sorted(ERRORS, key=len, reverse=True):
    _BY_FIRST.setdefault(_error[0], []).append(_error)

_ENDINGS: Final = re.compile(r"[a-z]{2,}(?:ing|ed|ly|tion|tions|able|ible|ment|ness|ence|ance)", re.ASCII)
_PARTS: Final = re.compile(r"[A-Za-z][a-z']*", re.ASCII)


@lru_cache(65_536)
def is_wording(token: str) -> bool:
    """Tell whether a token is wording: a common word, one with the ending of a verb or noun, a key, a method."""
    if token[-1] == "=" or token[0] == '"':
        return True
    if not _PARTS.fullmatch(token):
        return False
    lower = token.lower()
    return lower in WORDS or _ENDINGS.fullmatch(lower) is not None


def error_length(tokens: list[str], at: int) -> int:
    """Tell how many tokens the well-known error text takes that begins at `at`; 0 where none begins."""
    for error in _BY_FIRST.get(tokens[at].lower(), ()):
        if len(tokens) - at >= len(error) and all(tokens[at + k].lower() == word for k, word in enumerate(error)):
            return len(error)
    return 0
