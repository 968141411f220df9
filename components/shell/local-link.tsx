"use client";

import Link from "next/link";

/**
 * Next's link as a client reference. On the server the original is a plain function, which cannot be
 * handed to a client component as `component={…}`.
 */
export const LocalLink = Link;
