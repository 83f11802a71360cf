/** What of a new repository differs from experiment to experiment. */
export type RepositoryTemplate = {
  /** For people. */
  readonly words: string;
  /** Answers to questions of `shrek init`, by name. A question without one here has its own, or is asked. */
  readonly usual: Readonly<Record<string, string>>;
  /** Of fields of the tag: what they may hold, in one line of YAML, and a value. Other fields hold letters and digits. */
  readonly fields: Readonly<Record<string, { readonly rule: string; readonly example: string }>>;
  /** More keys of the conventions. */
  readonly rules: string;
  /** How `shrek files` calls files for people. */
  readonly fileNames?: string;
  /** Runs before each payload. */
  readonly setup?: string;
  readonly productions: Readonly<Record<string, ProductionTemplate>>;
  /** Folders whose productions have names of their own, with conventions and templates for them. */
  readonly areas?: Readonly<Record<string, AreaTemplate>>;
};

export type AreaTemplate = Omit<RepositoryTemplate, "areas"> & {
  readonly tag: string;
  readonly style: "integer";
  readonly outDS: string;
  /** Of what the tag takes from the request, how. */
  readonly taken: Readonly<Record<string, string>>;
};

type ProductionTemplate = {
  readonly description: string;
  /** By name, in its folder. */
  readonly files: (facts: TemplateFacts) => Readonly<Record<string, string>>;
};

/** As YAML has them, without brackets and braces. */
export type TemplateFacts = { readonly contact: string; readonly sites: string; readonly tag: string };
