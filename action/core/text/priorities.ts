/** What a request, a list of runs and a person may say: PanDA for ATLAS takes no other of users (PANDA P42). */
export const priorities = { least: 900, usual: 1000, most: 1100 } as const;
