import type { PersonsComment, SentForm } from "../core/command/persons-comment.ts";

/** What people wrote on GitHub, as it is now. Read only. */
export interface Comments {
  /** `undefined`: there is no such comment. */
  comment(id: number): Promise<PersonsComment | undefined>;
}

/** Forms of GitHub's page that people sent, as GitHub keeps them. Read only. */
export interface Forms {
  /** `undefined`: there is no such run, or it is none of the command workflow on main. */
  form(run: number): Promise<SentForm | undefined>;
}
