import type { CommandAsked } from "./parse-command.ts";

/** A command as it is written, on this production or `TAG/STEP`, without its reason. */
export const writeCommand = (
  {
    verb,
    data,
    quality,
    memory,
    site,
    priority,
    request,
    jobs,
    events,
    more,
    dids,
  }: Omit<CommandAsked, "target" | "reason">,
  target: string,
): string =>
  [
    "/shrek",
    verb,
    ...(data === undefined ? [] : [data]),
    ...(quality === undefined ? [] : [quality]),
    ...(target === "" ? [] : [target]),
    ...(priority === undefined ? [] : [String(priority)]),
    ...(memory === undefined ? [] : [`memory=${memory}`]),
    ...(site === undefined ? [] : [`site=${site}`]),
    ...(request === undefined ? [] : [`request=${request}`]),
    ...(jobs === undefined ? [] : [`jobs=${jobs}`]),
    ...(events === undefined ? [] : [`events=${events}`]),
    ...(more === undefined ? [] : [`events=${more}`]),
    ...(dids === undefined ? [] : [`dids=${dids}`]),
  ].join(" ");
