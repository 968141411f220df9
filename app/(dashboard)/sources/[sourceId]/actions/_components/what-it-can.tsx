import { Text } from "@mantine/core";
import { thingWords } from "@/components/nhi/words";
import classes from "./write-credential.module.css";

interface WhatItCanProps {
  targets: { subject: string; kind: string; watchDays: number | null; isRotated: boolean }[];
  destinations: string[];
}

const offWords = ({ kind, watchDays }: WhatItCanProps["targets"][number]): string =>
  `${thingWords(kind)}${watchDays === null ? ", after its owner agrees: it cannot be switched off first" : `, watched for ${watchDays} days unless you say otherwise`}`;

/** What a write credential is for: to switch off, to make anew, to keep new secrets. */
export function WhatItCan({ targets, destinations }: WhatItCanProps) {
  const rotated = targets.filter(({ isRotated }) => isRotated).map(({ kind }) => thingWords(kind));
  return (
    <>
      <Lines title="What it can take out of service" lines={targets.map(offWords)} />
      <Lines title="What it can give a successor" lines={rotated} />
      <Lines title="Where it can keep new secrets" lines={destinations} />
    </>
  );
}

/** Several kinds at the provider may have one name here. */
function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <Text fw={560} size="sm">
        {title}
      </Text>
      <ul className={classes.targets}>
        {[...new Set(lines)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
