import type { Problem } from "../../problems/problem.ts";
import { inputWords } from "../../production/condition.ts";
import type { InputSource, StepInput } from "../../production/production.ts";
import { percent } from "../../production/share.ts";
import type { Request } from "../../request/request.ts";
import { type Faults, type Located, type Path, problemAt } from "../../text/places.ts";

/** Whether the inputs of a step can feed its jobs, and whether PanDA will understand their names. */
export const checkSupply = (
  { where, request }: { readonly where: Located; readonly request: Request },
  name: string,
  inputs: readonly StepInput[],
  jobs: number | undefined,
): readonly Problem[] =>
  inputs.flatMap((input, index) => {
    const place: InputPlace = { where, path: ["steps", name, "in", index], name, index };
    if (index === 0) return input.reuse ? [reusedPrimary(place)] : [];
    if (input.pair) return [];
    return [
      ...checkName(place, inputs),
      ...checkFileCount(place, request, input, jobs),
      ...checkReuse(place, input, jobs),
    ];
  });

/** Which input of which step, and where it is written. */
type InputPlace = { readonly where: Located; readonly path: Path; readonly name: string; readonly index: number };

const reusedPrimary = ({ where, path, name }: InputPlace): Problem =>
  problemAt(where, [...path, "reuse"], "reuse-primary", {
    message: `The first input of \`${name}\` is split among the jobs and cannot be reused.`,
    key: true,
  });

/**
 * What panda-server 1.0.4 accepts in silence and gets wrong: a dataset that is no container gets a slash, a name is cut
 * at its colon, and of two equal secondary inputs the first disappears (measured with the real parser).
 */
function* checkName({ where, path, name, index }: InputPlace, inputs: readonly StepInput[]): Faults {
  const source = inputs[index]?.source;
  const place = [...path, "from"];
  const twin = inputs.findIndex(
    (other, at) => at > 0 && at < index && source !== undefined && dataIdentity(other.source) === dataIdentity(source),
  );
  if (source === undefined) return;
  const words = inputWords(name, inputs[index]?.name ?? "");
  if (twin !== -1)
    return yield problemAt(where, place, "same-input-twice", {
      message: `${words} is the same data as \`${inputs[twin]?.name}\`.`,
    });
  if (source.kind !== "dataset" || source.task !== undefined) return;
  const { dataset } = source;
  if (dataset.includes(":")) {
    return yield problemAt(where, place, "bad-dataset-name", {
      message: `${words} is ${dataset}; PanDA cuts the name of a secondary input at its colon.`,
      hint: dataset.slice(dataset.indexOf(":") + 1),
    });
  }
  if (dataset.endsWith("/")) return;
  yield problemAt(where, place, "not-a-container", {
    message: `${words} is the dataset ${dataset}; a secondary input must be a container.`,
    hint: `${dataset}/ if it is one`,
  });
}

/** `user.x:user.x.hits/` and `user.x.hits` are one. */
export const withoutScope = (dataset: string): string => dataset.replace(/^[^:]*:/, "").replace(/\/$/, "");

/** What the data are, under whatever name the request has them. */
export const dataIdentity = (source: InputSource): string => {
  switch (source.kind) {
    case "step":
      return `${source.step}/${source.output}`;
    case "dataset":
      return `${withoutScope(source.dataset)}/`;
    case "production":
      return [source.tag, source.version, source.step, source.output ?? ""].join(" ");
  }
};

/** PanDA starts no job less: it gives some of the files to two jobs (PANDA J4). */
function* checkFileCount(
  { where, path, name }: InputPlace,
  request: Request,
  { name: input, files, filesPerJob, allOf, reuse, source }: StepInput,
  jobs: number | undefined,
): Faults {
  // Each job looks for itself whether enough are there.
  if (allOf !== undefined && (reuse || jobs === 1)) return;
  const needed = reuse ? filesPerJob : jobs === undefined ? undefined : filesPerJob * jobs;
  if (files === undefined || needed === undefined) return;
  const { share, rule } = enoughOf(request, source);
  const sure = Math.ceil(files * share);
  if (sure >= needed) return;
  const wanted = reuse ? `${needed} files a job` : `${jobs} jobs x ${filesPerJob} files = ${needed} files`;
  const there = files < needed ? `there are ${files}` : `by ${rule} ${sure} of its ${files} are enough`;
  yield problemAt(where, [...path, "filesPerJob"], "secondary-too-small", {
    message: `${inputWords(name, input)} needs ${wanted}, and ${there}.`,
    key: true,
  });
}

/** The share of the files with which the author is content, and where that is written. */
export const enoughOf = (
  { steps, defaults }: Request,
  source: InputSource,
): { readonly share: number; readonly rule: string } => {
  switch (source.kind) {
    case "step": {
      const accept = steps[source.step]?.accept ?? defaults?.accept;
      return { share: accept === undefined ? 1 : percent(accept), rule: `\`accept\` of \`${source.step}\`` };
    }
    case "dataset":
      return { share: source.task?.require ?? 1, rule: "`require`" };
    case "production":
      return { share: source.require, rule: "`require`" };
  }
};

/** Harmless, and a sign that somebody counted otherwise. */
function* checkReuse(
  { where, path, name }: InputPlace,
  { name: input, reuse, files, filesPerJob }: StepInput,
  jobs: number | undefined,
): Faults {
  if (!reuse || files === undefined || jobs === undefined || files < filesPerJob * jobs) return;
  yield problemAt(where, [...path, "reuse"], "unneeded-reuse", {
    message: `${inputWords(name, input)} has ${files} files and needs ${filesPerJob * jobs}: \`reuse\` changes nothing.`,
    key: true,
    severity: "note",
  });
}
