const emergency = /break[-_. ]?glass|emergency[-_. ]?access/i;

/** Whether people have marked it as an emergency account, which is meant to lie unused. */
export function isBreakGlass(subject: {
  tags: Readonly<Record<string, string>>;
  labels: readonly string[];
}): boolean {
  for (const label of subject.labels) if (emergency.test(label)) return true;
  for (const key in subject.tags) {
    const value = subject.tags[key] ?? "";
    if (emergency.test(key) ? !/^(false|no|0)$/i.test(value) : emergency.test(value)) return true;
  }
  return false;
}
