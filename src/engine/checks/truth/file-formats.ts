/** The purpose of a file format. Sentences about images and data need stricter evidence than those about documents. */
export type FormatKind = 'document' | 'image' | 'data' | 'other';

const DOCUMENTS =
  'doc docx docm dot dotx dotm rtf odt ott fodt txt md markdown wps wpd pages tex adoc asciidoc rst ' +
  'xls xlsx xlsm xlsb xlt xltx xltm xlam xla ods ots fods sxc dif numbers ' +
  'ppt pptx pptm pps ppsx ppsm pot potx potm odp otp fodp sxi key ' +
  'pdf xps oxps ps eps pcl ofd xslfo djvu cgm html htm xhtml mht mhtml chm epub mobi azw azw3 fb2 lit ' +
  'vsd vsdx vdx vssx pub one mpp mpt xer p6xml';
const DATA = 'xml json yaml yml sql csv tsv dbf parquet avro feather sqlite mdb accdb sas7bdat';
const IMAGES =
  'png jpg jpeg jpe gif bmp tiff tif svg svgz emf wmf emz wmz webp ico heic heif avif psd psb ai cdr cmx odg otg ' +
  'dng jp2 j2k jpx tga pcx xcf raw apng dicom';
const OTHERS =
  'msg eml emlx pst ost mbox ics vcf dwg dxf dgn dwf dwfx stl obj fbx gltf glb 3ds dae ply step iges ifc usdz ' +
  'zip rar 7z gz tar bz2 mp3 mp4 wav avi mov wmv flv mkv webm ogg ttf otf woff woff2 eot shp kml gpx geojson ' +
  'swf xaml rpt rdl';

const KINDS = new Map<string, FormatKind>([
  ...DOCUMENTS.split(' ').map((name) => [name, 'document'] as const),
  ...DATA.split(' ').map((name) => [name, 'data'] as const),
  ...IMAGES.split(' ').map((name) => [name, 'image'] as const),
  ...OTHERS.split(' ').map((name) => [name, 'other'] as const),
]);

/** Names for the same format. Packs may list any of them. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe'],
  ['tif', 'tiff'],
  ['htm', 'html'],
  ['mht', 'mhtml'],
  ['md', 'markdown'],
  ['txt', 'text'],
  ['yml', 'yaml'],
  ['adoc', 'asciidoc'],
  ['jp2', 'j2k', 'jpx'],
  ['heic', 'heif'],
  ['sql', 'sqlscript'],
  ['tsv', 'tabdelimited'],
  ['xslfo', 'xsl-fo', 'fo'],
  ['oxps', 'openxps'],
];
const FIRST = new Map(SYNONYMS.flatMap(([first = '', ...others]) => others.map((name) => [name, first])));

/**
 * Returns the purpose of a format.
 *
 * @param name - in lower case, without a dot
 * @returns undefined if the name is not a known file format
 */
export function formatKind(name: string): FormatKind | undefined {
  return KINDS.get(name);
}

/** Maps all names of a format to one, e.g. `jpeg` to `jpg`. Expects lower case. */
export function sameFormat(name: string): string {
  return FIRST.get(name) ?? name;
}
