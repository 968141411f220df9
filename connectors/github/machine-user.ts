export interface MachineUserSignals {
  login: string;
  /** Teams that the account is in, by slug. */
  teams: readonly string[];
  /** Null when the profile was not read. */
  profile: { name: string | null; email: string | null } | null;
  /** Nearly all members sign in through the identity provider, and this one does not. */
  isUnlinked?: boolean;
  /** Its tokens and keys are used every day of the week. */
  isDaily?: boolean;
}

const word = /(?:^|-)(?:bot|ci|cd|svc|service|deploy|deployer|automation|robot|machine)(?:-|\d*$)/i;
const teamWord = /(?:^|-)(?:bots?|robots?|machine-users?|service-accounts?|automation)(?:-|$)/i;

/** From this score on an account is listed as a machine user. */
export const machineUserThreshold = 2;

/** How much an account looks like a machine: each sign with its points and why. */
export function machineUserScore({
  login,
  teams,
  profile,
  isUnlinked = false,
  isDaily = false,
}: MachineUserSignals): {
  points: number;
  because: string[];
} {
  const team = teams.find((slug) => teamWord.test(slug));
  const signs: [boolean, number, string][] = [
    [word.test(login), 2, `The login ${login} names a machine`],
    [team !== undefined, 2, `Member of the team ${team}`],
    [isUnlinked, 2, "Most members sign in through the identity provider; this account does not"],
    [isDaily, 1, "Its tokens or keys were used on seven days in a row"],
    [
      profile !== null && !profile.name && !profile.email,
      1,
      "The profile has neither a name nor an e-mail address",
    ],
  ];
  const met = signs.filter(([holds]) => holds);
  return {
    points: met.reduce((sum, [, points]) => sum + points, 0),
    because: met.map(([, , sentence]) => sentence),
  };
}

/** Teams whose members count as machine users. */
export const isMachineTeam = (slug: string): boolean => teamWord.test(slug);
