/** Which part of a production is meant, and how much of it: flags that several commands have. */
export const atLeastOne = (text: string): number => {
  const number = Number(text);
  if (!/^[0-9]+$/.test(text) || number < 1 || number > 1_000_000_000) throw new Error(`${text} is not a number from 1`);
  return number;
};

export const eventsFlag = {
  kind: "parsed",
  parse: atLeastOne,
  brief: "Events of each job, instead of eventsPerJob",
  optional: true,
  placeholder: "N",
} as const;

export const runFlag = {
  kind: "parsed",
  parse: atLeastOne,
  brief: "The run, of a production with a list of runs",
  optional: true,
  placeholder: "RUN",
} as const;

export const tagFlag = {
  kind: "parsed",
  parse: String,
  brief: "The tag of the variant that is meant, if the request has several",
  optional: true,
  placeholder: "TAG",
} as const;
