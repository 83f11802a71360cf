import type { UpkeepKind } from "../command/form-names.ts";
import { conventionsNearest } from "../conventions/read-conventions.ts";
import { versionStyle } from "../conventions/version-pattern.ts";
import { isTrial, releaseOf, type VersionStyle } from "../conventions/version-style.ts";
import { type Json, mapping } from "../text/canonical-json.ts";
import { type Edit, editYaml } from "../text/edit-yaml.ts";
import type { Path } from "../text/places.ts";
import { readYaml } from "../text/read-yaml.ts";
import { exactText, type ProductionSource } from "../text/source-file.ts";

/** A release above this one, of the same major. */
export const isNewerWithinMajor = (style: VersionStyle, from: string, to: string): boolean =>
  [from, to].every((version) => style.fault(version) === undefined) &&
  !isTrial(to) &&
  style.compare(to, from) > 0 &&
  style.between(releaseOf(from), to) !== "major";

type RequestPart = Json | undefined;

/**
 * Whether a request is another one with newer versions of its inputs, or other commits of its resources, with the own
 * version that this wants, and to the last byte nothing else. Which versions there are is not asked.
 */
export const isUpkeep = (kind: UpkeepKind, source: ProductionSource, bytes: Uint8Array): boolean => {
  const [was, is] = [source.bytes, bytes].map((text) => requestIn(source.file, text));
  const conventions = conventionsNearest(source);
  if (was === undefined || is === undefined || conventions?.kind !== "read") return false;
  const style = versionStyle(conventions.conventions);
  const moved = kind === "inputs" ? inputsMoved(was, is) : commitsMoved(was, is);
  const isFit = ({ from, text }: UpkeepEdit): boolean =>
    kind === "inputs" ? isNewerWithinMajor(style, from, text) : /^[0-9a-f]{40}$/.test(text);
  if (moved.length === 0 || !moved.every(isFit)) return false;
  const again = editYaml(exactText(source.bytes), [...moved, ...ownMoved(was, is)]);
  return Buffer.from(again).equals(Buffer.from(bytes));
};

const requestIn = (file: string, bytes: Uint8Array): RequestPart => {
  const read = readYaml(file, bytes);
  return read.kind === "read" ? (read.value as Json) : undefined;
};

type UpkeepEdit = Edit & { readonly after?: string; readonly from: string; readonly text: string };

/** What stands at this place now and did not before; `before`: what stood there, or counted in its place. */
const movedAt = (is: RequestPart, before: RequestPart, path: Path, after?: string): readonly UpkeepEdit[] => {
  const [from, text] = [before, valueAt(is, path)];
  return typeof from === "string" && typeof text === "string" && from !== text
    ? [{ path, from, text, ...(after === undefined ? {} : { after }) }]
    : [];
};

/** A variant's own version, or that of all variants. */
const inputsMoved = (was: RequestPart, is: RequestPart): readonly UpkeepEdit[] => {
  const shared = (name: string): Path => ["inputs", name, "version"];
  return [
    ...namesIn(was, ["inputs"]).flatMap((name) => movedAt(is, valueAt(was, shared(name)), shared(name), "production")),
    ...variantNumbers(was).flatMap((index) =>
      namesIn(was, ["variants", index, "inputs"]).flatMap((name) => {
        const path = ["variants", index, ...shared(name)];
        return movedAt(is, valueAt(was, path) ?? valueAt(was, shared(name)), path, "production");
      }),
    ),
  ];
};

const commitsMoved = (was: RequestPart, is: RequestPart): readonly UpkeepEdit[] =>
  namesIn(was, ["steps"]).flatMap((step) => {
    const resources = valueAt(was, ["steps", step, "resources"]);
    return (Array.isArray(resources) ? resources : []).flatMap((_, index) => {
      const path = ["steps", step, "resources", index, "commit"];
      return movedAt(is, valueAt(was, path), path);
    });
  });

const ownMoved = (was: RequestPart, is: RequestPart): readonly UpkeepEdit[] =>
  [["version"], ...variantNumbers(was).map((index): Path => ["variants", index, "version"])].flatMap((path) =>
    movedAt(is, valueAt(was, path) ?? valueAt(was, ["version"]), path, "tag"),
  );

const variantNumbers = (request: RequestPart): readonly number[] => {
  const variants = valueAt(request, ["variants"]);
  return Array.isArray(variants) ? variants.map((_, index) => index) : [];
};

const namesIn = (request: RequestPart, path: Path): readonly string[] => Object.keys(mapping(valueAt(request, path)));

const valueAt = (value: RequestPart, path: Path): RequestPart =>
  path.reduce<RequestPart>(
    (at, key) => (typeof key === "number" ? (Array.isArray(at) ? at[key] : undefined) : mapping(at)[key]),
    value,
  );
