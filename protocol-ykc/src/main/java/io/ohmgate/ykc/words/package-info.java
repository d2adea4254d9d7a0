/**
 * The book's code lists and names in words a person reads, zh-CN first. They stand with the protocol and not in the gateway:
 * another protocol has other codes, and whoever has the codec has the words, a command line as much as a server.
 */
@NullMarked
package io.ohmgate.ykc.words;

import org.jspecify.annotations.NullMarked;
