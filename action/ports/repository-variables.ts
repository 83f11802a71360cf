/** Variables that an administrator gave the repository. Throws Failure where GitHub does not answer or does not allow it. */
export interface RepositoryVariables {
  /** `undefined`: there is none of this name. */
  value(name: string): Promise<string | undefined>;
}
