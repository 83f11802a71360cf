/** The page of a pull request, for people. */
export const pageOf = (
  { server, repository }: { readonly server: string; readonly repository: string },
  number: number,
): string => `${server}/${repository}/pull/${number}`;
