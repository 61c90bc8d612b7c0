/**
 * Text as tokens, by libraries: words ({@link io.deltarule.cli.text.Words}, Lucene's) and GPT-2's
 * byte pairs ({@link io.deltarule.cli.text.Gpt2Tokenizer}, JTokkit's). Characters need none: they
 * are the engine's own {@link io.deltarule.data.CharacterVocabulary}.
 */
package io.deltarule.cli.text;
