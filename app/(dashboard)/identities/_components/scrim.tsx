import classes from "./inventory.module.css";

/** The darkened list under what lies over it; a click there goes back to it. */
export const Scrim = ({ onClose }: { onClose: () => void }) => (
  <button
    type="button"
    className={classes.scrim}
    tabIndex={-1}
    aria-label="Back to the list"
    onClick={onClose}
  />
);
