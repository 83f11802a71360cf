import type { Request } from "../request/request.ts";

/** What the request itself says against its submission. */
export const heldBack = (submit: Request["submit"], isReleased: boolean): string | undefined => {
  switch (submit ?? "auto") {
    case "auto":
      return undefined;
    case "hold":
      return isReleased ? undefined : "the request says submit: hold; `/shrek submit` releases it";
    case "never":
      return neverReason;
  }
};

export const neverReason = "the request says submit: never";
