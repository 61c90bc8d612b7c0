/**
 * Training data on the host: where it comes from, and how it reaches a training step.
 *
 * <p>{@link io.deltarule.data.Dataset} holds validated examples and gives immutable views of them;
 * {@link io.deltarule.data.Batches} cuts them into batches, in order or shuffled anew each epoch,
 * and {@link io.deltarule.data.RandomBatches} draws them; {@link io.deltarule.data.Prefetcher}
 * prepares batches ahead on a thread of its own. {@link io.deltarule.data.IdxFile}, {@link
 * io.deltarule.data.CsvTable} and {@link io.deltarule.data.TextFile} read files, {@link
 * io.deltarule.data.Standardizer} brings columns to mean 0 and deviation 1.
 *
 * <p>Text becomes numbers by a {@link io.deltarule.data.CharacterVocabulary} or a {@link
 * io.deltarule.data.WordVocabulary}; a {@link io.deltarule.data.TokenSequence} is a text that is
 * cut into windows.
 *
 * <p>What a step is fed depends on the data, the batch size, the seed and the step's number, and on
 * nothing else: not on timing, not on the number of threads.
 *
 * <p>This package depends on {@code tensor}, {@code random}, the exceptions of {@code persist}, and
 * FastCSV.
 */
package io.deltarule.data;
