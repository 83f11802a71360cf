import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import type { Around, Own } from "./around.ts";
import type { Link } from "./references.ts";
import { nameOf } from "./supersedes.ts";

/** Whether what is read fits what it is read for: the same software, and data that nothing took the place of. */
export const judgeLink = ({ production }: Own, { source, upstream }: Link, { beside }: Around): readonly Problem[] => {
  const { where, request } = production;
  const named = `${source.tag} ${source.version}`;
  const warn = (code: Problem["code"], message: string, hint: string): Problem =>
    problemAt(where, ["inputs", source.input, "production"], code, message, { severity: "warning", hint });
  const mixed = (["build", "conditions"] as const).flatMap((key) =>
    request[key] === upstream[key]
      ? []
      : [
          warn(
            key === "build" ? "mixed-builds" : "mixed-conditions",
            `${named} was made with ${key} ${upstream[key]}; this production has ${request[key]}.`,
            `if this is intended, acknowledge it with a reason`,
          ),
        ],
  );
  const heirs = beside.superseding(nameOf(source.tag, source.version)).map(({ tag, version }) => `${tag} ${version}`);
  return heirs.length === 0
    ? mixed
    : [...mixed, warn("reads-superseded", `${named} is superseded by ${heirs.join(" and ")}.`, `read ${heirs[0]}`)];
};
