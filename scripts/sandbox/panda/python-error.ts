/** The real parser raises here: PanDA answers `failed to run with <message>` and a traceback. */
export class PythonError extends Error {
  override readonly name = "PythonError";
}

/** The real prun, called inside the server, exits here: PanDA answers `main execution failed with <code>:<what it printed>`. */
export class PythonExit extends Error {
  override readonly name = "PythonExit";
  readonly code: number;

  constructor(code: number, printed: string) {
    super(printed);
    this.code = code;
  }
}
