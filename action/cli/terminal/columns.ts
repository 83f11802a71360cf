/** How wide the terminal is; COLUMNS says it where there is none. `undefined`: a file or a pipe, whose lines stay whole. */
export const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream): number | undefined => {
  const said = Number(process.env["COLUMNS"]);
  return isTTY ? columns : Number.isInteger(said) && said > 0 ? said : undefined;
};
