"""The attributes that a record carries because of sealog, beside `log.record.template` in stores."""

from __future__ import annotations

UID = "sealog.uid"
"""`<stream>-<seq>`: a random stream id per process and a counter per record."""

KEY = "sealog.key"
"""The sealed data key (`key1~…`), only on records that hold a sealed value; a list where there are several."""

ENTITIES = "sealog.entities"
"""Sorted list of the entities sealed or masked in this record."""

INDEX = "sealog.index"
"""List of the blind indexes in this record, in order of appearance."""

INDEX_TAG = "sealog.index_tag"
"""List of index tags and their key, until an index service makes blind indexes of them (docs/spec/index-service.md)."""

PSEUDONYM = "sealog.pseudonym"
"""List of `<entity>:<pseudonym>` for alerting, of this day only; it never goes to a store (docs/spec/pseudonyms.md)."""

ARGUMENTS_EQ = "sealog.arguments_eq"
"""The equality tag of a tool call's arguments, only on spans in which they were sealed (docs/spec/equality-tags.md)."""

RESULT_EQ = "sealog.result_eq"
"""The same of its result."""

TEMPLATE_ID = "sealog.template.id"
"""The id of the record's template; the service that stores the record writes it, whatever a sender wrote there."""

SEALED_IN = "sealog.sealed_in"
"""Sorted list of `<entity>:<attribute>` for what was sealed or masked in the record's own attributes.

`sealog sink` writes it for Elasticsearch, whatever a sender wrote there.
"""

OWN = frozenset({UID, KEY, ENTITIES, INDEX, INDEX_TAG, PSEUDONYM, ARGUMENTS_EQ, RESULT_EQ})
