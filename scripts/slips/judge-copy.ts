import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { readConventions } from "../../action/core/conventions/read-conventions.ts";
import type { Problem } from "../../action/core/problems/problem.ts";
import type { FolderEntry, ProductionSource } from "../../action/core/text/source-file.ts";
import { validateProduction } from "../../action/core/validate/validate-production.ts";
import { checkVersion, type PastVersion } from "../../action/core/versioning/check-version.ts";
import { lintPayloads } from "../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../action/flows/validation/validate-sources.ts";
import { type Copy, textOf } from "./copy.ts";
import type { Slip } from "./slip.ts";
import type { Subject } from "./subjects.ts";

const bash = systemBash();
const encoder = new TextEncoder();

/** What `shrek check` tells an author who has this copy: errors and warnings. */
export const judgeCopy = async (
  subject: Subject,
  copy: Copy,
  {
    beside,
    plain = [],
  }: { readonly beside?: Slip["beside"] | undefined; readonly plain?: readonly string[] | undefined } = {},
): Promise<readonly Problem[]> => {
  const source = sourceOf(subject, copy, plain);
  const around: readonly ProductionSource[] =
    beside === "in the next folder"
      ? [
          {
            ...sourceOf(subject, subject.copy),
            folder: `${source.folder}-before`,
            file: `${source.folder}-before/production.yaml`,
          },
        ]
      : [];
  const validated = await validateSources(
    {
      bash,
      history: Promise.resolve(undefined),
      lint: lintPayloads,
      validatedBefore: new Set(around.map(({ folder }) => folder)),
      ...(around.length > 0 ? { onTree: async () => [] } : {}),
    },
    [...around, source],
  );
  const own = validated.filter((one) => one.source === source);
  const versions =
    beside === "submitted"
      ? own.flatMap(({ valid }) =>
          valid === undefined
            ? []
            : checkVersion(valid.production, valid.content, pastOf(subject, valid.production.tag)),
        )
      : [];
  return [...own.flatMap(({ problems }) => problems), ...versions].filter(({ severity }) => severity !== "note");
};

const sourceOf = ({ source }: Subject, copy: Copy, plain: readonly string[] = []): ProductionSource => ({
  ...source,
  bytes: encoder.encode(copy.request),
  entries: [...copy.files.keys()].map((path): FolderEntry => {
    const before = source.entries.find((entry) => entry.path === path);
    const mode = before?.kind === "file" && !plain.includes(path) ? before.mode : "100644";
    return { kind: "file", path, mode, bytes: encoder.encode(textOf(copy, path)) };
  }),
});

/** As if the production had been submitted as it is. */
const pastOf = (subject: Subject, tag: string): readonly PastVersion[] => {
  const source = sourceOf(subject, subject.copy);
  const { conventions } = source;
  const read = conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);
  return validateProduction(source, read).flatMap(({ valid }) =>
    valid === undefined || valid.production.tag !== tag
      ? []
      : [
          {
            version: valid.production.version,
            contentDigest: valid.production.contentDigest,
            content: valid.content,
            made: "here",
            submitted: true,
          },
        ],
  );
};
