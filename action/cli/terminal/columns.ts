/** How wide the terminal is; COLUMNS says it where there is none. `undefined`: a file or a pipe, whose lines stay whole. */
export const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream): number | undefined => {
  const wanted = Number(process.env["COLUMNS"]);
  return isTTY ? columns : Number.isInteger(wanted) && wanted > 0 ? wanted : undefined;
};
