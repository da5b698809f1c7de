/** Analyses in MongoDB. */
import type { Document, Filter } from 'mongodb';
import type { AnalysisSummary, Keep } from '../../../shared/protocol/service.ts';
import { groupCommit } from '../group-commit.ts';
import { isProblemNumber } from '../problems.ts';
import type { AnalysisFilter, AnalysisRepository, ListedAnalysis, StoredAnalysis, Tally } from '../store.ts';
import { type Database, after, insertOnce } from './database.ts';

interface AnalysisDocument extends Document {
  readonly _id: string;
  readonly owner: string;
  readonly createdAt: Date;
  readonly expiresAt?: Date;
  readonly kept: Keep;
  readonly language: string;
  readonly problemId?: string;
  readonly problemSlug?: string;
  readonly summary: AnalysisSummary;
  readonly body?: Buffer;
  readonly fingerprint?: string;
}

const DAY = 86_400_000;
const LISTED = { _id: 1, owner: 1, createdAt: 1, kept: 1, summary: 1 };

/** What is counted by day: one pair of kind and value for each class, technique and rule of an analysis. */
const TALLIES: readonly Document[] = [
  {
    $project: {
      day: { $floor: { $divide: [{ $toLong: '$createdAt' }, DAY] } },
      counted: {
        $concatArrays: [
          [
            { kind: 'analyses', value: '' },
            { kind: 'time', value: '$summary.time.class' },
            { kind: 'space', value: '$summary.space.class' },
          ],
          { $map: { input: '$summary.techniques', in: { kind: 'technique', value: '$$this' } } },
          { $map: { input: '$summary.findings', in: { kind: 'finding', value: '$$this' } } },
        ],
      },
    },
  },
  { $unwind: '$counted' },
  {
    $group: {
      _id: { day: '$day', kind: '$counted.kind', value: '$counted.value' },
      count: { $sum: 1 },
    },
  },
];

export function mongoAnalyses({ collection, run }: Database): AnalysisRepository {
  const analyses = collection<AnalysisDocument>('analyses');
  return {
    save: groupCommit((records: readonly StoredAnalysis[]) =>
      run(async () => {
        await insertOnce(() => analyses.insertMany(records.map(documentOf), { ordered: false }));
      }),
    ),
    find: (id, owner) =>
      run(async () => {
        const found = await analyses.findOne({ _id: id, ...(owner === null ? {} : { owner }) });
        return found === null ? null : storedOf(found);
      }),
    list: (filter, position, limit) =>
      run(async () => {
        const found = await analyses
          .find({ ...conditionOf(filter), ...after(position, 'createdAt') })
          .project<AnalysisDocument>(LISTED)
          .sort({ createdAt: -1, _id: -1 })
          .limit(limit)
          .toArray();
        return found.map(listedOf);
      }),
    remove: (id, owner) =>
      run(async () => {
        const { deletedCount } = await analyses.deleteOne({
          _id: id,
          ...(owner === null ? {} : { owner }),
        });
        return deletedCount > 0;
      }),
    tallies: (owner, from, to) =>
      run(async () => {
        const match = { owner, createdAt: { $gte: new Date(from), $lt: new Date(to) } };
        const rows = await analyses
          .aggregate<{ _id: Omit<Tally, 'count'>; count: number }>([{ $match: match }, ...TALLIES])
          .toArray();
        return rows.map(({ _id, count }) => ({ ..._id, count }));
      }),
    bodies: (position, limit) =>
      run(async () => {
        const found = await analyses
          .find({ _id: { $gt: position }, body: { $exists: true } })
          .project<Required<Pick<AnalysisDocument, '_id' | 'owner' | 'body'>>>({ owner: 1, body: 1 })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        return found.map(({ _id, owner, body }) => ({ id: _id, owner, body }));
      }),
    reseal: (id, body) =>
      run(async () => {
        await analyses.updateOne({ _id: id, body: { $exists: true } }, { $set: { body: Buffer.from(body) } });
      }),
  };
}

function conditionOf({ owner, problem, language, from, to }: AnalysisFilter): Filter<AnalysisDocument> {
  const time = {
    ...(from === undefined ? {} : { $gte: new Date(from) }),
    ...(to === undefined ? {} : { $lt: new Date(to) }),
  };
  return {
    owner,
    ...(problem === undefined ? {} : { [isProblemNumber(problem) ? 'problemId' : 'problemSlug']: problem }),
    ...(language === undefined ? {} : { language }),
    ...(Object.keys(time).length === 0 ? {} : { createdAt: time }),
  };
}

function documentOf(record: StoredAnalysis): AnalysisDocument {
  const { summary } = record;
  return {
    _id: record.id,
    owner: record.owner,
    createdAt: new Date(record.createdAt),
    kept: record.kept,
    language: summary.language,
    summary,
    ...(record.expiresAt === null ? {} : { expiresAt: new Date(record.expiresAt) }),
    ...(summary.problem?.id == null ? {} : { problemId: summary.problem.id }),
    ...(summary.problem?.slug == null ? {} : { problemSlug: summary.problem.slug }),
    ...(record.body === null ? {} : { body: Buffer.from(record.body) }),
    ...(record.fingerprint === null ? {} : { fingerprint: record.fingerprint }),
  };
}

function listedOf({ _id, owner, createdAt, kept, summary }: AnalysisDocument): ListedAnalysis {
  return { id: _id, owner, createdAt: createdAt.getTime(), kept, summary };
}

function storedOf(found: AnalysisDocument): StoredAnalysis {
  return {
    ...listedOf(found),
    expiresAt: found.expiresAt?.getTime() ?? null,
    body: found.body ?? null,
    fingerprint: found.fingerprint ?? null,
  };
}
