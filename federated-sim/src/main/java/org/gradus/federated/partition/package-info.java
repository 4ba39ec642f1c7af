/**
 * Data sets cut into the data of clients. Every row goes to exactly one client, no client stays empty while there are as
 * many rows as clients, and every partitioner ends after one pass: nothing is drawn again until it fits.
 */
package org.gradus.federated.partition;
