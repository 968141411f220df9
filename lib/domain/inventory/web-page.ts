/** Whether an address that a provider gave may become a link: nothing but a web page is opened. */
export const isWebPage = (address: string | null): address is string =>
  address !== null && /^https?:\/\//i.test(address);
