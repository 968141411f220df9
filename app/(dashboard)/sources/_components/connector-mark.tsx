import {
  type Icon,
  IconBrandAws,
  IconBrandAzure,
  IconBrandGithub,
  IconDatabase,
  IconFileImport,
  IconFlask,
  IconLockSquareRounded,
  IconPlug,
} from "@tabler/icons-react";
import classes from "./sources.module.css";

const icons: Readonly<Record<string, Icon>> = {
  aws: IconBrandAws,
  "aws-export": IconFileImport,
  entra: IconBrandAzure,
  github: IconBrandGithub,
  openbao: IconLockSquareRounded,
  postgresql: IconDatabase,
  sample: IconFlask,
};

/** A connector's picture; one that is not known here gets a plug. */
export function ConnectorMark({ id }: { id: string }) {
  const Mark = icons[id] ?? IconPlug;
  return (
    <span className={classes.mark} aria-hidden="true">
      <Mark size={18} stroke={1.6} />
    </span>
  );
}
