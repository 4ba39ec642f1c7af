/**
 * What travels between server and clients: vectors as bytes. Traffic is the length of what was encoded, and training goes
 * on with what was decoded. Both sides know the codec and the length of the vector, so payloads have no header. Numbers are
 * little-endian; bit fields fill bytes from the low bit up, and the bits left over in the last byte are 0.
 */
package org.gradus.federated.codec;
