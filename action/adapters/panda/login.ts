import type { Way } from "../../core/login/settings.ts";

/** Who we are at PanDA, and for how long. The token itself stays in this object and goes into one header. */
export type Login = {
  readonly url: string;
  readonly vo: string;
  readonly role: string;
  readonly userName: string;
  readonly expires: Date;
  readonly token: string;
  readonly way: Way["kind"];
  /** The issuer gave another refresh token, and ours may no longer work. */
  readonly rotated: boolean;
  /** Milliseconds that PanDA's clock is ahead of ours; `undefined`: it did not say. */
  readonly ahead: number | undefined;
};
