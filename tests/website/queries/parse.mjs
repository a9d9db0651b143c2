// Reads queries as a JSON list of [language, query] from stdin; writes for each where it is no query, or null.
import { readFileSync } from "node:fs";
import { parser as logql } from "@grafana/lezer-logql";
import { parser as traceql } from "@grafana/lezer-traceql";
import { parser as promql } from "@prometheus-io/lezer-promql";

const parsers = { loki: logql, tempo: traceql, prometheus: promql };

function mistake([language, query]) {
  let found = null;
  parsers[language].parse(query).iterate({
    enter(node) {
      if (node.type.isError && found === null) found = `${node.from}: ${query.slice(node.from, node.from + 20)}`;
    },
  });
  return found;
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(mistake)));
