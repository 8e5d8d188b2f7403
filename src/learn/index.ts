/** The door of learn: networks, and later replay and algorithms. */
export {};
