/** The round loop of federated and Local SGD training: inner and outer optimizers, clipping, codecs and traffic. */
package org.gradus.federated;
