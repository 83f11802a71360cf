/** What the pages show of a run of a workflow. The runner's own records are such. */
export type ShownRun = {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly workflow: string;
  /** `.github/workflows/check.yml` */
  readonly file: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly title: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly jobs: readonly ShownJob[];
  readonly error: string | undefined;
};

export type ShownJob = {
  readonly id: string;
  readonly name: string;
  readonly result: string;
  readonly environment: string | undefined;
  readonly steps: readonly ShownStep[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly message: string | undefined;
};

export type ShownStep = {
  readonly name: string;
  readonly conclusion: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly ShownAnnotation[];
  readonly summary: string;
  readonly log: readonly string[];
};

type ShownAnnotation = {
  readonly level: string;
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
};
