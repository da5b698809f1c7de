/** The version of the engine and of all that ships with it; a test holds it equal to package.json's. */
export const VERSION = '0.1.0';
