// Raised whenever HostApi or PortApi changes, so that a page and a worker from different releases (one of
// them out of a cache) refuse each other instead of misunderstanding each other.
export const PROTOCOL = 6;
