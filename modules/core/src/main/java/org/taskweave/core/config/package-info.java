/**
 * From a YAML file to records and back.
 *
 * <p>YAML text becomes a tree of {@link org.taskweave.core.config.ConfigNode}s that remember file
 * and line ({@link org.taskweave.core.config.YamlText}); values in it are found and replaced by
 * path ({@link org.taskweave.core.config.ConfigPath}); {@link
 * org.taskweave.core.config.RecordBinder} turns the tree into records, collecting every problem on
 * the way; {@link org.taskweave.core.config.RecordWriter} turns records into a tree again. A scalar
 * is read as what the record wants, not as what YAML guesses: {@code 2e-5} is a number where a
 * number stands, and the country {@code no} stays a text.
 *
 * <p>How a record is spelled, beside one key per component: {@link
 * org.taskweave.core.config.DefaultValue}, {@link org.taskweave.core.config.MapKey}, {@link
 * org.taskweave.core.config.Inline}, {@link org.taskweave.core.config.NamedBy} and {@link
 * org.taskweave.core.config.KindKey}. Enums are spelled in lowerCamel.
 */
package org.taskweave.core.config;
