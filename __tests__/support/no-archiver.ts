/** In place of the package with which CDKTF zips an asset, a third of its loading: no stack has an asset. */
export {};
