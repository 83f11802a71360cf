import type { Problem } from "../problems/problem.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import type { InputSource, StepInput } from "./production.ts";

/** Whether the inputs of a step can feed its jobs, and whether PanDA will understand their names. */
export const judgeSupply = (
  where: Located,
  name: string,
  inputs: readonly StepInput[],
  jobs: number | undefined,
): readonly Problem[] =>
  inputs.flatMap((input, index) => {
    const path: Path = ["steps", name, "in", index];
    if (index === 0) return input.reuse ? [reusedPrimary(where, path, name)] : [];
    return [
      ...judgeName(where, path, name, inputs, index),
      ...judgeAmount(where, path, name, input, index, jobs),
      ...judgeReuse(where, path, name, input, index, jobs),
    ];
  });

const reusedPrimary = (where: Located, path: Path, name: string): Problem =>
  problemAt(
    where,
    [...path, "reuse"],
    "reuse-primary",
    `The first input of \`${name}\` is split among the jobs and cannot be reused.`,
    { key: true },
  );

/**
 * What panda-server 1.0.4 accepts in silence and gets wrong: a dataset that is no container gets a slash, a name is cut
 * at its colon, and of two equal secondary inputs the first disappears (measured with the real parser).
 */
const judgeName = (
  where: Located,
  path: Path,
  name: string,
  inputs: readonly StepInput[],
  index: number,
): readonly Problem[] => {
  const source = inputs[index]?.source;
  const place = [...path, "from"];
  const twin = inputs.findIndex(
    (other, at) => at > 0 && at < index && source !== undefined && dataOf(other.source) === dataOf(source),
  );
  if (twin !== -1)
    return [
      problemAt(where, place, "same-input-twice", `IN${index + 1} of \`${name}\` is the same data as IN${twin + 1}.`),
    ];
  if (source?.kind !== "dataset" || source.task !== undefined) return [];
  const { dataset } = source;
  if (dataset.includes(":"))
    return [
      problemAt(
        where,
        place,
        "bad-dataset-name",
        `IN${index + 1} of \`${name}\` is ${dataset}; PanDA cuts the name of a secondary input at its colon.`,
        { hint: dataset.slice(dataset.indexOf(":") + 1) },
      ),
    ];
  if (dataset.endsWith("/")) return [];
  return [
    problemAt(
      where,
      place,
      "not-a-container",
      `IN${index + 1} of \`${name}\` is the dataset ${dataset}; a secondary input must be a container.`,
      { hint: `${dataset}/ if it is one` },
    ),
  ];
};

/** What the data are, under whatever name the request has them. */
const dataOf = (source: InputSource): string => {
  switch (source.kind) {
    case "step":
      return `${source.step}/${source.output}`;
    case "dataset":
      return `${source.dataset.replace(/\/$/, "")}/`;
    case "production":
      return [source.tag, source.version, source.step, source.output ?? ""].join(" ");
  }
};

const judgeAmount = (
  where: Located,
  path: Path,
  name: string,
  input: StepInput,
  index: number,
  jobs: number | undefined,
): readonly Problem[] => {
  const needed = input.reuse ? input.filesPerJob : jobs === undefined ? undefined : input.filesPerJob * jobs;
  if (input.files === undefined || needed === undefined || input.files >= needed) return [];
  const wanted = input.reuse ? `${needed} files a job` : `${jobs} jobs x ${input.filesPerJob} files = ${needed} files`;
  return [
    problemAt(
      where,
      [...path, "filesPerJob"],
      "secondary-too-small",
      `IN${index + 1} of \`${name}\` needs ${wanted}, and there are ${input.files}.`,
      { key: true },
    ),
  ];
};

/** Harmless, and a sign that somebody counted otherwise. */
const judgeReuse = (
  where: Located,
  path: Path,
  name: string,
  { reuse, files, filesPerJob }: StepInput,
  index: number,
  jobs: number | undefined,
): readonly Problem[] => {
  if (!reuse || files === undefined || jobs === undefined || files < filesPerJob * jobs) return [];
  return [
    problemAt(
      where,
      [...path, "reuse"],
      "reuse-without-need",
      `IN${index + 1} of \`${name}\` has ${files} files and needs ${filesPerJob * jobs}: \`reuse\` changes nothing.`,
      { key: true, severity: "note" },
    ),
  ];
};
