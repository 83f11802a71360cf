/**
 * The task maps in the log of a check answer: a header `ID:0 Name:signal Type:prun` a node, its map as JSON with the
 * brackets in the first column, and keys in between that are for people (PANDA P10).
 */
export const answeredTasks = (log: string): ReadonlyMap<string, Record<string, unknown>> => {
  const tasks = new Map<string, Record<string, unknown>>();
  for (const [, name = "", json = ""] of log.matchAll(/^ID:\d+ Name:(\S+) Type:prun\n(?:.*\n)*?(\{\n(?:.*\n)*?\})$/gm))
    tasks.set(name, JSON.parse(json) as Record<string, unknown>); // the match has brackets around it
  return tasks;
};

/** Without what differs from call to call or from machine to machine. */
export const comparable = (params: Readonly<Record<string, unknown>>): unknown => {
  const { osInfo: _machine, sourceURL: _address, userName: _caller, ...kept } = params;
  const text = JSON.stringify(kept).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>");
  return JSON.parse(text.replaceAll(/"-a [^"]*"/g, '"-a <archive>"'));
};
