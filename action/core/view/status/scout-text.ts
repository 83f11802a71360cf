/**
 * PanDA begins a step of more than ten jobs with ten, the scouts, and decides by them about all others (PANDA J21 to
 * J23). PanDA's message about them, in words for people; `undefined`: it says nothing of scouts.
 */
export const scoutText = (dialog: string): string | undefined => {
  if (dialog.includes("no scout jobs succeeded"))
    return "its first jobs all failed, so PanDA ran no others; read the log of one of them first";
  if (dialog.includes("not enough scout jobs succeeded"))
    return "too many of its first jobs failed, so PanDA ran no others; read the log of one of them first";
  const [, needed] = /reason=scout_ramCount scout ramCount (\d+) MB/.exec(dialog) ?? [];
  if (needed !== undefined)
    return `its first jobs needed ${needed} MB of memory per core, much more than it asks for, so PanDA holds the others; read the log of one of them first: if they do need it, retry lets the others run`;
  return dialog.includes("action=set_exhausted")
    ? `PanDA holds the others after its first jobs (${dialog}); read the log of one of them first, then retry lets the others run`
    : undefined;
};
